/** Puts labels where they cover least: other labels first of all, then the lines of the plot. */
import type { Ink } from './ink.ts'
import { textWidth, type Box, type Shape } from './shapes.ts'

export interface Place {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
}

export interface WantedText {
  readonly text: string
  readonly ink: Ink
  readonly size: number
  readonly weight?: number
  /** Where it may stand, the preferred place first. */
  readonly places: readonly Place[]
  /** The marker it names: a label that has to stand away from it is tied to it by a thin line. */
  readonly marker?: { readonly x: number; readonly y: number }
  /** The line it stands on, which it may cover. */
  readonly own?: ArrayLike<number>
  /** Left out where it would cover more than this many pixels of lines, or any label. Absent: always written. */
  readonly most?: number
}

/** Pixels of covered line that the next less preferred place must save. */
const preference = 6
/** In pixels of covered line: a label covered, or a pixel beyond the plot. */
const labelCost = 1000
const outsideCost = 50

/** The room that `text` of `size` pixels takes at `place`. */
export function boxOf(text: string, size: number, { x, y, anchor }: Place): Box {
  const width = textWidth(text, size)
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
  return { left: left - 2, right: left + width + 2, top: y - size * 0.6, bottom: y + size * 0.6 }
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** How many pixels of the polyline x0, y0, x1, y1 ... (NaN lifts the pen) lie within `box`. */
export function coveredLength(line: ArrayLike<number>, box: Box): number {
  let sum = 0
  for (let at = 0; at + 3 < line.length; at += 2) {
    const x0 = line[at] ?? Number.NaN
    const y0 = line[at + 1] ?? Number.NaN
    const x1 = line[at + 2] ?? Number.NaN
    const y1 = line[at + 3] ?? Number.NaN
    if ((x0 < box.left && x1 < box.left) || (x0 > box.right && x1 > box.right)) continue
    if ((y0 < box.top && y1 < box.top) || (y0 > box.bottom && y1 > box.bottom)) continue
    // Liang and Barsky: the part of the segment, 0 at its start and 1 at its end, on the inner side of all edges.
    let from = 0
    let to = 1
    const clip = (start: number, step: number, low: number, high: number) => {
      if (step === 0) {
        if (start < low || start > high) to = -1
        return
      }
      const [near, far] = [(low - start) / step, (high - start) / step].sort((a, b) => a - b)
      from = Math.max(from, near ?? 0)
      to = Math.min(to, far ?? 1)
    }
    clip(x0, x1 - x0, box.left, box.right)
    clip(y0, y1 - y0, box.top, box.bottom)
    if (to > from) sum += (to - from) * Math.hypot(x1 - x0, y1 - y0)
  }
  return sum
}

const outside = (box: Box, plot: Box): number =>
  Math.max(0, plot.left - box.left) +
  Math.max(0, box.right - plot.right) +
  Math.max(0, plot.top - box.top) +
  Math.max(0, box.bottom - plot.bottom)

/** Pixels from its marker beyond which a label is tied to it. */
const near = 14

/** The thin line from a marker to the nearest point of its label; none where the label is beside it. */
function tie(marker: WantedText['marker'], box: Box): Shape[] {
  if (!marker) return []
  const x = Math.min(Math.max(marker.x, box.left), box.right)
  const y = Math.min(Math.max(marker.y, box.top), box.bottom)
  const length = Math.hypot(x - marker.x, y - marker.y)
  if (length <= near) return []
  // Begins beside the marker, not in it.
  const [fromX, fromY] = [marker.x + ((x - marker.x) * 6) / length, marker.y + ((y - marker.y) * 6) / length]
  return [{ kind: 'line', points: [fromX, fromY, x, y], ink: 'text-quiet', width: 1 }]
}

/** The texts of `wanted`, each placed in turn so that it covers least of `lines` and none of the labels in `taken`. */
export function placeLabels(
  wanted: readonly WantedText[],
  lines: readonly ArrayLike<number>[],
  taken: readonly Box[],
  plot: Box,
): Shape[] {
  const boxes = [...taken]
  return wanted.flatMap(({ text, ink, size, weight, places, own, most, marker }): Shape[] => {
    let best: { place: Place; box: Box; covered: number; cost: number } | null = null
    for (const [rank, place] of places.entries()) {
      const box = boxOf(text, size, place)
      const fixed =
        rank * preference +
        outside(box, plot) * outsideCost +
        boxes.filter((other) => overlaps(box, other)).length * labelCost
      if (best && fixed >= best.cost) continue
      const covered = lines.reduce((sum, line) => sum + (line === own ? 0 : coveredLength(line, box)), 0)
      if (!best || fixed + covered < best.cost) best = { place, box, covered, cost: fixed + covered }
    }
    if (!best) return []
    const isCrowded =
      best.covered > (most ?? Infinity) || boxes.some((other) => best && overlaps(best.box, other))
    if (most !== undefined && (isCrowded || outside(best.box, plot) > 0)) return []
    boxes.push(best.box)
    const shape = { kind: 'text' as const, ...best.place, text, ink, size, hasHalo: true }
    return [...tie(marker, best.box), weight === undefined ? shape : { ...shape, weight }]
  })
}
