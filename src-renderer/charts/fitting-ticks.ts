import type { Range } from './chart-props.ts'
import { axisTicks, fractionOf, type Tick } from './scale.ts'
import { textWidth } from './shapes.ts'

/** Space between two labels, pixels. */
const gap = 10

/** As many ticks of an axis `width` pixels long, 7 at most, as leave their labels apart; two where none do. */
export function fittingTicks(range: Range, isLog: boolean, width: number, size: number): Tick[] {
  const isApart = (ticks: readonly Tick[]): boolean =>
    ticks.every((tick, at) => {
      const before = ticks[at - 1]
      if (!before) return true
      const distance = fractionOf(tick.value, range, isLog) - fractionOf(before.value, range, isLog)
      return distance * width >= (textWidth(before.label, size) + textWidth(tick.label, size)) / 2 + gap
    })
  for (let limit = 7; limit > 2; limit--) {
    const ticks = axisTicks(range, isLog, limit)
    if (isApart(ticks)) return ticks
  }
  return axisTicks(range, isLog, 2)
}
