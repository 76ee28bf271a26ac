/** How many ticks an axis from left to right has room for. */
import type { Range } from '#figures/trace.ts'
import { axisTicks, fractionOf, type Tick } from '#figures/scale.ts'
import { textWidth } from '#figures/shapes.ts'

const mostTicks = 7
/** Between the labels of two ticks, in pixels. */
const leastGap = 5

/** The ticks of an axis `length` pixels long: as many as there may be without a label touching the next. */
export function ticksAlong(
  range: Range,
  isLog: boolean,
  length: number,
  size: number,
  { most = mostTicks, isWhole = false }: { readonly most?: number; readonly isWhole?: boolean } = {},
): Tick[] {
  for (let limit = most; limit > 2; limit--) {
    const ticks = axisTicks(range, isLog, limit, isWhole)
    const isFree = ticks.every((tick, index) => {
      const next = ticks[index + 1]
      if (!next) return true
      const apart = length * (fractionOf(next.value, range, isLog) - fractionOf(tick.value, range, isLog))
      return apart >= (textWidth(tick.label, size) + textWidth(next.label, size)) / 2 + leastGap
    })
    if (isFree) return ticks
  }
  return axisTicks(range, isLog, 2, isWhole)
}
