import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeWholeSync } from '#files/whole-file.ts'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
const windowStateSchema = z.object({
  bounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
    .nullable(),
  isMaximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export const smallest = { width: 800, height: 560 }
const usual = { width: 1280, height: 860 }
const firstState: WindowState = { bounds: null, isMaximized: false }

/** The kept state; a file that is missing or cannot be read as one counts as none. */
export function readWindowState(path: string): WindowState {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return firstState
  }
}

/** Keeps the state, whole or not at all. A disk that refuses it costs no more than the window's place. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeWholeSync(path, JSON.stringify(state))
  } catch {
    // the window opens in its usual place next time
  }
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high))
const overlap = (a: Rectangle, b: Rectangle): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

/**
 * Where the window opens: its old place, moved and shrunk so that all of it lies on the display it was mostly
 * on. In the middle of the first display when it has no old place or that display is gone. `displays` are work
 * areas, the primary one first.
 */
export function placeWindow(state: WindowState, displays: readonly Rectangle[]): Rectangle {
  const primary = displays[0] ?? { x: 0, y: 0, ...usual }
  const old = state.bounds
  const home = old && [...displays].sort((a, b) => overlap(old, b) - overlap(old, a))[0]
  const isLost = !old || !home || overlap(old, home) === 0
  const area = isLost ? primary : home
  const width = clamp(old?.width ?? usual.width, Math.min(smallest.width, area.width), area.width)
  const height = clamp(old?.height ?? usual.height, Math.min(smallest.height, area.height), area.height)
  if (isLost)
    return {
      x: area.x + Math.round((area.width - width) / 2),
      y: area.y + Math.round((area.height - height) / 2),
      width,
      height,
    }
  return {
    x: clamp(old.x, area.x, area.x + area.width - width),
    y: clamp(old.y, area.y, area.y + area.height - height),
    width,
    height,
  }
}
