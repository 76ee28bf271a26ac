/** A stage: where one chart or picture is shown alone and large, to be read from the back of a room. */
import { getContext, setContext } from 'svelte'

export interface Stage {
  /** How many times their usual size everything on it has. */
  readonly zoom: number
  /** What is on it can be changed there; false where only the picture is wanted. */
  readonly hasControls: boolean
}

/** The size of the page, in pixels before the zoom, that a stage is laid out for: a slide of 16 to 9. */
const slide = { width: 752, height: 424 }
/** Text is 13 pixels high at least; on a stage that is 22. */
const least = 22 / 13
/** A narrower window is a page at high zoom, whose reader has chosen the size of its text. */
const narrowest = 900

/** How far something on a stage of this zoom may be made smaller, to be seen as a whole, with its text still legible. */
export const leastFit = (zoom: number): number => Math.min(1, least / zoom)

/** The zoom of a stage in a window of this size in pixels. */
export function stageZoom(width: number, height: number): number {
  if (width < narrowest) return 1
  return Math.max(least, Math.min(width / slide.width, height / slide.height))
}

/** The size that a page of the lab is laid out for, in pixels before the zoom. */
const page = { width: 1136, height: 640 }

/** The zoom of a page of the lab that is shown to an audience in a window of this size in pixels. */
export function pageZoom(width: number, height: number): number {
  if (width < narrowest) return 1
  return Math.max(least, Math.min(width / page.width, height / page.height))
}

const key = Symbol('stage')

/** Everything within the calling component stands on this stage. */
export const setStage = (stage: Stage): void => void setContext(key, stage)

/** The stage around the calling component; null where there is none. */
export const stageAround = (): Stage | null => getContext<Stage | undefined>(key) ?? null
