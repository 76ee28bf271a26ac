import { expect, it } from 'vitest'
import type { RecordingMark } from '#contract/recording.ts'
import { captionsFile, chaptersFile } from './webvtt.ts'

const caption = (at: number, text: string): RecordingMark => ({ kind: 'caption', at, text })
const chapter = (at: number, text: string): RecordingMark => ({ kind: 'chapter', at, text })

it('a caption lasts until the next one or an empty one, and what could be markup is escaped', () => {
  const marks = [
    caption(0.5, 'p < 1 & p --> 0\n\nnext line'),
    caption(3, ''),
    chapter(4, 'x'),
    caption(3725.25, 'End'),
  ]
  expect(captionsFile(marks, 3730)).toBe(
    'WEBVTT\n\n1\n00:00:00.500 --> 00:00:03.000\np &lt; 1 &amp; p --&gt; 0\nnext line\n\n2\n01:02:05.250 --> 01:02:10.000\nEnd\n',
  )
})

it('nothing lasts longer than the video, and what begins at its end is left out', () => {
  expect(captionsFile([caption(0, 'a'), caption(2, 'b')], 2)).toBe(
    'WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\na\n',
  )
  expect(captionsFile([chapter(0, 'a')], 2)).toBeNull()
})

it('slides that were only passed through are no chapters', () => {
  const marks = [
    chapter(0.006, '1e'),
    chapter(5, 'Question'),
    chapter(5.2, 'Votes'),
    chapter(5.4, 'Loss'),
    chapter(8, 'Loss'),
  ]
  expect(chaptersFile(marks, 10)).toBe(
    'WEBVTT\n\n1\n00:00:00.000 --> 00:00:05.000\n1e\n\n2\n00:00:05.000 --> 00:00:10.000\nLoss\n',
  )
})

it('a video that is shorter than a chapter keeps its only one', () => {
  expect(chaptersFile([chapter(0, '1e')], 0.5)).toContain('00:00:00.000 --> 00:00:00.500')
})
