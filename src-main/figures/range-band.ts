/** The range about a trace of means (lowest and highest over the seeds): how far it reaches, and as a shape. */
import type { NullableColumn, Range, Trace } from './trace.ts'
import { finiteAt } from './column-extremes.ts'
import type { Frame } from './frame.ts'
import { inkOf } from './ink.ts'
import { toPixel } from './scale.ts'
import type { Shape } from './shapes.ts'
import type { Drawn, TraceSampler } from './trace-sampler.ts'
import { round, styleOf } from './trace-style.ts'

const bandOpacity = 0.16
/** Half the length of the bar at the end of a whisker, in pixels. */
const capSize = 4

/** The smallest and largest value of a trace's range from `start` up to `end` that the axis can show, or null. */
export function rangeExtent(trace: Trace, start: number, end: number, isLog: boolean): Range | null {
  if (!trace.range) return null
  let [min, max] = [Infinity, -Infinity]
  for (const column of [trace.range.low, trace.range.high])
    for (let index = start; index < end; index += 1) {
      const value = finiteAt(column, index)
      if (Number.isNaN(value) || (isLog && value <= 0)) continue
      min = Math.min(min, value)
      max = Math.max(max, value)
    }
  return max >= min ? [min, max] : null
}

/** The lowest and highest at a sample; null where the trace has no range or none there. */
export function rangeAt({ range }: Trace, index: number): Range | null {
  if (!range) return null
  const [low, high] = [finiteAt(range.low, index), finiteAt(range.high, index)]
  return Number.isNaN(low) || Number.isNaN(high) ? null : [low, high]
}

/** A pixel of the upright axis; where a log axis has none for the value, its lower end. */
function pixelY(frame: Frame, column: NullableColumn, index: number): number {
  const pixel = toPixel(frame.y, finiteAt(column, index))
  return Number.isNaN(pixel) ? frame.plot.bottom : pixel
}

/** The entries of `drawn` within and next to the plot, in runs that have a range at each. */
function runsOf(trace: Trace, drawn: Drawn): number[][] {
  const runs: number[][] = [[]]
  for (const index of drawn.indices)
    if (rangeAt(trace, index)) runs.at(-1)?.push(index)
    else if (runs.at(-1)?.length) runs.push([])
  return runs
}

/** The bands of traces with a line and the whiskers of those with points only; to be drawn below everything. */
export function rangeShapes(
  frame: Frame,
  samplers: readonly TraceSampler[],
  drawn: readonly Drawn[],
): Shape[] {
  return samplers.flatMap(({ trace }, place): Shape[] => {
    const points = drawn[place]
    const { range } = trace
    if (!range || !points) return []
    const style = styleOf(trace)
    const at = (index: number, column: NullableColumn, dx = 0): string =>
      `${round(toPixel(frame.x, points.x[index] ?? Number.NaN) + dx)} ${round(pixelY(frame, column, index))}`
    const runs = runsOf(trace, points)
    const data = style.hasLine
      ? runs
          .filter((run) => run.length > 1)
          .map(
            (run) =>
              `M${run.map((index) => at(index, range.high)).join('L')}` +
              `L${run
                .toReversed()
                .map((index) => at(index, range.low))
                .join('L')}Z`,
          )
          .join('')
      : ''
    // A point whose neighbours have no range makes no band.
    const whiskers = (style.hasLine ? runs.filter((run) => run.length === 1) : runs)
      .flat()
      .map((index) => {
        const cap = (column: NullableColumn): string =>
          `M${at(index, column, -capSize)}L${at(index, column, capSize)}`
        return `M${at(index, range.low)}L${at(index, range.high)}${cap(range.low)}${cap(range.high)}`
      })
      .join('')
    const ink = inkOf(style.color)
    return [
      ...(data === ''
        ? []
        : [{ kind: 'path', data, ink, isStroked: false, opacity: bandOpacity, isClipped: true } as const]),
      ...(whiskers === ''
        ? []
        : [{ kind: 'path', data: whiskers, ink, isStroked: true, isClipped: true } as const]),
    ]
  })
}
