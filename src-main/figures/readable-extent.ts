/** How much of an exploding trace a linear axis shows, so that what came before the explosion stays readable. */
import type { NullableColumn, Range } from './trace.ts'
import { finiteAt } from './column-extremes.ts'

/** Samples at the start that tell how large the values were before anything went wrong. */
const earlyCount = 2
/** Beyond this an early value is part of the explosion already, unless it is the very first. */
const largestEarly = 1e6
/** Of the early size, shown where a trace explodes. */
const shownFactor = 20
/** A trace that ended in no finite number exploded when it grew this much; any other, when it grew this much more. */
const divergedGrowth = 1e3
const finiteGrowth = 1e9

/**
 * `extent` (smallest and largest y) itself, or, where the values explode, its part within 20 times the largest of
 * the first few finite values of `column` from `start` up to `end`. A trace still finite counts as exploding only
 * when it is large as such, since one that leaves the rounding error around zero has grown a lot and is no worry.
 */
export function readableExtent(
  extent: Range,
  column: NullableColumn,
  start: number,
  end: number,
  hasDiverged: boolean,
): Range {
  const largest = Math.max(Math.abs(extent[0]), Math.abs(extent[1]))
  if (largest < divergedGrowth) return extent
  let early = 0
  let seen = 0
  for (let index = start; index < end && (seen < earlyCount || early === 0); index += 1) {
    const value = finiteAt(column, index)
    if (Number.isNaN(value)) continue
    seen += 1
    if (early === 0 || Math.abs(value) <= largestEarly) early = Math.max(early, Math.abs(value))
  }
  const isExploding = hasDiverged
    ? largest > divergedGrowth * early
    : largest > finiteGrowth && largest > finiteGrowth * early
  if (!isExploding || early === 0) return extent
  const top = shownFactor * early
  return [Math.max(extent[0], -top), Math.min(extent[1], top)]
}
