/** Chapters and captions of a video as WebVTT files. */
import type { RecordingMark } from '#contract/recording.ts'

/** A chapter that is shown shorter was only passed through. */
const shortestChapter = 1

const two = (value: number): string => String(value).padStart(2, '0')
function timeOf(seconds: number): string {
  const milliseconds = Math.round(1000 * seconds)
  const whole = Math.floor(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return `${two(hours)}:${two(minutes)}:${two(whole % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`
}

/** Text of a cue: one paragraph (an empty line would end it) without markup. */
const cueText = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
    .join('\n')

interface Cue {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** What lasts until the next of its kind, or to the end; in the order of time. */
function cuesOf(
  marks: readonly RecordingMark[],
  kind: RecordingMark['kind'],
  seconds: number,
): readonly Cue[] {
  const own = marks.filter((mark) => mark.kind === kind).sort((a, b) => a.at - b.at)
  return own.flatMap(({ at, text }, index) => {
    const to = Math.min(seconds, own[index + 1]?.at ?? seconds)
    return text.trim() === '' || to <= at ? [] : [{ from: at, to, text: text.trim() }]
  })
}

const fileOf = (cues: readonly Cue[]): string | null =>
  cues.length === 0
    ? null
    : `WEBVTT\n${cues.map(({ from, to, text }, index) => `\n${index + 1}\n${timeOf(from)} --> ${timeOf(to)}\n${cueText(text)}\n`).join('')}`

/** The file of captions for a video of so many seconds; null where nothing was said. */
export const captionsFile = (marks: readonly RecordingMark[], seconds: number): string | null =>
  fileOf(cuesOf(marks, 'caption', seconds))

/** The file of chapters; one that was only passed through belongs to the next, and equal neighbours are one. */
export function chaptersFile(marks: readonly RecordingMark[], seconds: number): string | null {
  const chapters: Cue[] = []
  // Players list the chapters from the beginning on.
  let start: number | null = 0
  for (const cue of cuesOf(marks, 'chapter', seconds)) {
    const from: number = start ?? cue.from
    const last = chapters.at(-1)
    if (cue.to - cue.from < shortestChapter && cue.to < seconds) start = from
    else {
      start = null
      if (last?.text === cue.text) chapters[chapters.length - 1] = { ...last, to: cue.to }
      else chapters.push({ ...cue, from })
    }
  }
  return fileOf(chapters)
}
