/** Everything a chart knows but its pixels: its traces as sampled, and which part of the plane it shows. */
import type { Annotation, Range, Trace, XMode } from './trace.ts'
import { niceRange } from './scale.ts'
import { TraceSampler } from './trace-sampler.ts'

export interface RangeOptions {
  readonly xRange?: Range | undefined
  readonly yRange?: Range | undefined
  readonly isLogX: boolean
  readonly isLogY: boolean
  readonly annotations: readonly Annotation[]
}

function union(extents: readonly (Range | null)[]): Range | null {
  let result: Range | null = null
  for (const extent of extents)
    if (extent)
      result = result ? [Math.min(result[0], extent[0]), Math.max(result[1], extent[1])] : [...extent]
  return result
}

/** A fixed range as far as a logarithmic axis can show it. */
function usable(range: Range | undefined, isLog: boolean, extent: Range | null): Range | undefined {
  if (!range || !isLog || range[0] > 0) return range
  if (range[1] <= 0) return undefined
  return [extent ? Math.min(extent[0], range[1] / 10) : range[1] / 1000, range[1]]
}

/** One sampler for each trace, kept between frames by the trace's id. */
export class ChartModel {
  #samplers = new Map<string, TraceSampler>()

  /** The samplers of `traces` that have an x in `mode` (null: their own x), in order, taken in as they are now. */
  update(traces: readonly Trace[], mode: XMode | null, smoothing: number): TraceSampler[] {
    const kept = new Map<string, TraceSampler>()
    const samplers: TraceSampler[] = []
    for (const trace of traces) {
      const x = mode ? mode.values(trace) : trace.x
      if (x === null) continue
      const sampler = this.#samplers.get(trace.id) ?? new TraceSampler(trace)
      sampler.update(trace, x, smoothing)
      kept.set(trace.id, sampler)
      samplers.push(sampler)
    }
    this.#samplers = kept
    return samplers
  }
}

export interface FullRanges {
  readonly x: Range
  /** What a chart shows of y before anyone zooms. */
  readonly y: Range
  /** All of y, where `y` leaves out the explosion of a diverging trace; else null. */
  readonly wholeY: Range | null
}

/** The ranges that show all of `samplers` that can be read and the annotated points, unless they are fixed. */
export function fullRanges(samplers: readonly TraceSampler[], options: RangeOptions): FullRanges {
  const { isLogX, isLogY, annotations } = options
  const points = annotations.flatMap((each) => (each.kind === 'point' ? [each] : []))
  const shows = (value: number, isLog: boolean) => Number.isFinite(value) && (!isLog || value > 0)
  const at = (value: number, isLog: boolean): Range | null => (shows(value, isLog) ? [value, value] : null)
  const hasPath = samplers.some((sampler) => sampler.trace.isPath)

  const extentX = union([
    ...samplers.map((sampler) => sampler.extentX(isLogX)),
    ...points.map((point) => at(point.x, isLogX)),
  ])
  const fixedX = usable(options.xRange, isLogX, extentX)
  // A time axis begins and ends with its data; a plane has air all around.
  const x = fixedX ?? niceRange(extentX, isLogX, hasPath ? 0.06 : 0)

  const air = hasPath ? 0.06 : 0.05
  const marks = annotations.map((each) => (each.kind === 'vertical' ? null : at(each.y, isLogY)))
  const extents = samplers.map((sampler) => sampler.extentY(fixedX ?? null, isLogY))
  const extentY = union([...extents, ...marks])
  const wholeY = niceRange(extentY, isLogY, air)
  const fixedY = usable(options.yRange, isLogY, extentY)
  if (fixedY) return { x, y: fixedY, wholeY: null }
  if (isLogY) return { x, y: wholeY, wholeY: null }
  const readable = samplers.map((sampler, index) => {
    const extent = extents[index] ?? null
    return extent && sampler.readableY(fixedX ?? null, extent)
  })
  const isCut = readable.some((extent, index) => extent !== extents[index])
  const y = niceRange(union([...readable, ...marks]), false, air)
  return { x, y, wholeY: isCut ? wholeY : null }
}

/** How many samples the logarithmic axes leave out, over all of `samplers`. */
export function hiddenCount(samplers: readonly TraceSampler[], isLogX: boolean, isLogY: boolean): number {
  return samplers.reduce((sum, sampler) => sum + sampler.hidden(isLogX, isLogY), 0)
}
