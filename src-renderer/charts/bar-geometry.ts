/** Where the bars of a grouped bar chart lie, along the value axis and across it. */
import type { Range } from '#figures/trace.ts'
import type { BarGroup } from './chart-props.ts'
import { labelSize } from './bar-layout.ts'
import { axisTicks, type Tick } from '#figures/scale.ts'
import { ticksAlong } from './tick-room.ts'

export interface Bar {
  readonly group: number
  readonly series: number
  readonly value: number | null
  /** Start and thickness across the value axis, in pixels. */
  readonly across: number
  readonly thickness: number
}

/** A piece of a stacked bar: from one level to the next, along the value axis. */
export interface Piece {
  readonly series: number
  readonly from: number
  readonly to: number
}

/** The pieces of a stacked bar in order, those that are not known left out. */
export function piecesOf({ values, from = 0 }: BarGroup): Piece[] {
  let level = from
  return values.flatMap((value, series): Piece[] => {
    if (value === null || !Number.isFinite(value)) return []
    const before = level
    level += value
    return [{ series, from: before, to: level }]
  })
}

/** The value axis: from zero to beyond the largest bar on either side that has one, ending on a tick. */
export function barRange(
  groups: readonly BarGroup[],
  reference: number | undefined,
  isStacked = false,
): Range {
  const values = groups.flatMap((group) =>
    isStacked
      ? piecesOf(group).flatMap(({ from, to }) => [from, to])
      : group.values.filter((value) => value !== null && Number.isFinite(value)),
  )
  const all = [0, ...values, ...(reference === undefined ? [] : [reference])].map(Number)
  const low = Math.min(...all)
  const high = Math.max(...all)
  if (low === high) return [0, 1]
  // Room for the number at the end of the longest bar.
  const air = (high - low) * 0.12
  return [low < 0 ? low - air : 0, high > 0 ? high + air : 0]
}

/** `length` pixels: of an axis from left to right, whose labels lie beside each other; null of an upright one. */
export const barTicks = (range: Range, length: number | null): Tick[] =>
  length === null ? axisTicks(range, false, 6) : ticksAlong(range, false, length, labelSize, { most: 6 })

/** The bars of all groups within `extent` pixels across the value axis, none thicker than `thickest`. */
export function placeBars(
  groups: readonly BarGroup[],
  seriesCount: number,
  extent: number,
  thickest: number,
): Bar[] {
  const slot = extent / Math.max(1, groups.length)
  const thickness = Math.min(thickest, (slot * 0.72) / Math.max(1, seriesCount))
  const gap = Math.min(3, thickness * 0.15)
  return groups.flatMap(({ values }, group) =>
    Array.from({ length: seriesCount }, (_, series): Bar => {
      const start = slot * (group + 0.5) - (thickness * seriesCount) / 2
      return {
        group,
        series,
        value: values[series] ?? null,
        across: start + series * thickness + gap / 2,
        thickness: thickness - gap,
      }
    }),
  )
}
