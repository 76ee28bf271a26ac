/** How keys and the mouse move a crosshair along the samples. */
import { nearestIndex } from '#figures/decimate.ts'
import type { Frame } from '#figures/frame.ts'
import { toPixel, toValue } from '#figures/scale.ts'
import type { TraceSampler } from '#figures/trace-sampler.ts'

/** The coordinate the crosshair runs along: x of a curve, the step of a path. */
const coordinateOf = ({ trace, x }: TraceSampler) => (trace.isPath ? trace.at : x)

/** The trace whose samples the crosshair stops at: the listed one with the most of them. */
export function leadSampler(samplers: readonly TraceSampler[]): TraceSampler | null {
  let lead: TraceSampler | null = null
  for (const sampler of samplers) {
    if (sampler.trace.isUnlisted || !coordinateOf(sampler) || sampler.length === 0) continue
    if (!lead || sampler.length > lead.length) lead = sampler
  }
  return lead
}

/** First and last coordinate the crosshair can take; 0 to 0 without samples. */
export function crosshairBounds(lead: TraceSampler | null): readonly [number, number] {
  const column = lead && coordinateOf(lead)
  return column && lead ? [column[0] ?? 0, column[lead.length - 1] ?? 0] : [0, 0]
}

/** The coordinate after `key` was pressed at `x` (null: nowhere yet), or null when the key moves nothing. */
export function movedBy(
  key: string,
  hasShift: boolean,
  lead: TraceSampler | null,
  x: number | null,
): number | null {
  const column = lead && coordinateOf(lead)
  if (!lead || !column) return null
  const last = lead.length - 1
  const now = x === null ? last : nearestIndex(column, lead.length, x)
  const stride = Math.max(1, Math.round(lead.length / 20))
  const moves: Record<string, number> = {
    ArrowLeft: now - (hasShift ? stride : 1),
    ArrowRight: now + (hasShift ? stride : 1),
    PageDown: now - stride,
    PageUp: now + stride,
    Home: 0,
    End: last,
  }
  const wanted = moves[key]
  if (wanted === undefined) return null
  return column[Math.min(last, Math.max(0, wanted))] ?? null
}

/** The coordinate below the mouse at (left, top) of the canvas; null outside the plot or far from every path. */
export function pointedAt(
  frame: Frame,
  samplers: readonly TraceSampler[],
  left: number,
  top: number,
): number | null {
  const { plot } = frame
  if (left < plot.left || left > plot.right || top < plot.top || top > plot.bottom) return null
  const lead = leadSampler(samplers)
  if (!lead) return null
  if (!lead.trace.isPath) {
    const index = nearestIndex(lead.x, lead.length, toValue(frame.x, left))
    return lead.x[index] ?? null
  }
  let best: number | null = null
  let nearest = 40 ** 2
  const view = {
    x: [frame.x.min, frame.x.max] as const,
    y: [frame.y.min, frame.y.max] as const,
    isLogX: frame.x.isLog,
    isLogY: frame.y.isLog,
    width: plot.right - plot.left,
    height: plot.bottom - plot.top,
  }
  for (const sampler of samplers) {
    if (!sampler.trace.isPath || !sampler.trace.at) continue
    for (const index of sampler.raw(view).indices) {
      const dx = toPixel(frame.x, sampler.x[index] ?? Number.NaN) - left
      const dy = toPixel(frame.y, sampler.valueAt(index)) - top
      const distance = dx * dx + dy * dy
      if (distance < nearest) {
        nearest = distance
        best = sampler.trace.at[index] ?? null
      }
    }
  }
  return best
}
