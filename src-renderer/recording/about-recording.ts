import type { RecordingAbout } from '#contract/recording.ts'

/** What is shown now. */
export interface Shown {
  /** Title of the demo that is played. */
  readonly demo: string | null
  /** The slot that the demo has opened, or that the page shows. */
  readonly part: string | null
  readonly seed: number | null
}

export const aboutNothing: RecordingAbout = { demo: null, part: null, seed: null }

/** What a recording is named after, as more of it is seen: the first demo, the first part (of the demo, if there is one), and its last seed. */
export function aboutWith(about: RecordingAbout, shown: Shown): RecordingAbout {
  const isFirstDemo = shown.demo !== null && about.demo === null
  const { demo, part, seed } = isFirstDemo ? { ...aboutNothing, demo: shown.demo } : about
  if (demo !== null && shown.demo !== demo) return about
  if (part === null || part === shown.part) return { demo, part: shown.part, seed: shown.seed }
  return { demo, part, seed }
}
