/** A dot at the end of each line, and its latest value beside it. */
import { formatNumber } from '#text/numbers.ts'
import { isWithin, type Frame } from './frame.ts'
import { spreadLabels } from './label-layout.ts'
import { inkOf } from './ink.ts'
import { toPixel } from './scale.ts'
import { labelSize, type Shape } from './shapes.ts'
import type { TraceSampler } from './trace-sampler.ts'
import { isLatestShown, markerPath } from './trace-style.ts'

/** "2.133", or "~ 2.133" where the value is the smoothed one. */
export const valueLabel = (value: number, smoothed: number | null): string =>
  smoothed === null ? formatNumber(value) : `~ ${formatNumber(smoothed)}`

interface End {
  readonly sampler: TraceSampler
  readonly x: number
  readonly y: number
  readonly label: string
}

/** `ends` without those that would write the same text at the same height again. */
function distinct(ends: readonly End[]): End[] {
  return ends.filter(
    (end, index) =>
      !ends
        .slice(0, index)
        .some(
          (other) =>
            other.label === end.label &&
            Math.abs(other.x - end.x) < labelSize &&
            Math.abs(other.y - end.y) < labelSize,
        ),
  )
}

/** The dots and the labels of the lines that end within the plot; equal labels at one place are written once. */
export function endShapes(
  frame: Frame,
  samplers: readonly TraceSampler[],
): { readonly dots: Shape[]; readonly labels: Extract<Shape, { kind: 'text' }>[] } {
  const ends = samplers.flatMap((sampler): End[] => {
    const { trace } = sampler
    if (sampler.divergedAfter !== null || (!isLatestShown(trace) && !trace.isPath) || trace.isUnlisted)
      return []
    const index = sampler.latestFinite
    if (index < 0 || (trace.isPath && trace.at === undefined)) return []
    const [value, smoothed] = [sampler.valueAt(index), sampler.smoothedAt(index)]
    const x = toPixel(frame.x, sampler.x[index] ?? Number.NaN)
    const y = toPixel(frame.y, smoothed ?? value)
    return isWithin(frame, x, y) ? [{ sampler, x, y, label: valueLabel(value, smoothed) }] : []
  })
  const labelled = distinct(ends.filter((end) => isLatestShown(end.sampler.trace)))
  const places = spreadLabels(labelled, labelSize + 3, frame.plot.top - 8, frame.plot.bottom + 8)
  return {
    dots: ends.map(({ sampler, x, y }) => ({
      kind: 'path',
      data: markerPath('circle', x, y, 3.5),
      ink: inkOf(sampler.trace.color),
      isStroked: false,
      hasRim: true,
    })),
    labels: labelled.map(({ x, label }, at) => ({
      kind: 'text',
      x: x + 9,
      y: places[at] ?? 0,
      text: label,
      ink: 'text',
      size: labelSize,
      weight: 500,
      hasHalo: true,
    })),
  }
}
