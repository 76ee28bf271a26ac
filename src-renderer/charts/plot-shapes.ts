/** What is drawn on top of the curves: annotations, markers, the mark of divergence, latest values. */
import type { Annotation } from './chart-props.ts'
import { formatNumber } from './format.ts'
import { spreadLabels } from './label-layout.ts'
import { inkOf } from './palette.ts'
import { toPixel, type Scale } from './scale.ts'
import type { Box, Shape } from './shapes.ts'
import type { Drawn, TraceSampler } from './trace-sampler.ts'
import { dashPatterns, isLatestShown, isOpenMarker, markerPath, styleOf } from './trace-style.ts'

/** Where the plot lies on the picture, and its axes. */
export interface Frame {
  readonly x: Scale
  readonly y: Scale
  readonly plot: Box
}

const textSize = 13
/** Pixels between the markers along a line; they tell lines apart, they are not the samples. */
const markerSpacing = 110

const isWithin = ({ plot }: Frame, x: number, y: number): boolean =>
  x >= plot.left - 0.5 && x <= plot.right + 0.5 && y >= plot.top - 0.5 && y <= plot.bottom + 0.5

/** The lines of annotations. */
function annotationLines(frame: Frame, annotations: readonly Annotation[]): Shape[] {
  const { plot } = frame
  return annotations.flatMap((each): Shape[] => {
    if (each.kind === 'point') return []
    const isFlat = each.kind === 'horizontal'
    const at = isFlat ? toPixel(frame.y, each.y) : toPixel(frame.x, each.x)
    if (!(isFlat ? at >= plot.top && at <= plot.bottom : at >= plot.left && at <= plot.right)) return []
    const points = isFlat ? [plot.left, at, plot.right, at] : [at, plot.top, at, plot.bottom]
    const ink = inkOf(each.color ?? 'theory')
    return [{ kind: 'line', points, ink, width: 1.5, dash: dashPatterns.dashdot, hasSeam: true }]
  })
}

function annotationLabels(frame: Frame, annotations: readonly Annotation[]): Shape[] {
  const { plot } = frame
  const shapes: Shape[] = []
  const text = (x: number, y: number, label: string, anchor: 'start' | 'end'): Shape => ({
    kind: 'text',
    x,
    y,
    text: label,
    ink: 'text-quiet',
    size: textSize,
    anchor,
    hasHalo: true,
  })
  for (const each of annotations) {
    if (each.kind === 'horizontal') {
      const y = toPixel(frame.y, each.y)
      if (y < plot.top || y > plot.bottom) continue
      const above = y - plot.top > textSize + 6 ? y - textSize / 2 - 4 : y + textSize / 2 + 4
      shapes.push(text(plot.right - 6, above, each.label, 'end'))
    } else if (each.kind === 'vertical') {
      const x = toPixel(frame.x, each.x)
      if (x < plot.left || x > plot.right) continue
      const isLeft = x > (plot.left + plot.right) / 2
      shapes.push(
        text(isLeft ? x - 6 : x + 6, plot.top + textSize / 2 + 4, each.label, isLeft ? 'end' : 'start'),
      )
    } else {
      const x = toPixel(frame.x, each.x)
      const y = toPixel(frame.y, each.y)
      if (!isWithin(frame, x, y)) continue
      const marker = each.marker ?? 'diamond'
      shapes.push({
        kind: 'path',
        data: markerPath(marker, x, y, 5),
        ink: inkOf(each.color ?? '7'),
        isStroked: isOpenMarker(marker),
        hasRim: true,
      })
      const isLeft = x > plot.left + (plot.right - plot.left) * 0.7
      // Above the point, since what leads to it mostly comes from the side.
      const above = y - plot.top > textSize + 12 ? y - textSize : y + textSize
      shapes.push(text(isLeft ? x - 4 : x + 4, above, each.label, isLeft ? 'end' : 'start'))
    }
  }
  return shapes
}

/** Markers: at every sample of points, now and then along a line. */
export function traceMarkers(frame: Frame, sampler: TraceSampler, drawn: Drawn, place: number): Shape[] {
  const { marker, color, hasPoints } = styleOf(sampler.trace)
  if (marker === 'none') return []
  const radius = !hasPoints ? 3.25 : drawn.indices.length > 300 ? 1.75 : 3.75
  let data = ''
  // Each line begins at another place, so that lines on top of each other keep their markers apart.
  let next = frame.plot.left + markerSpacing * (0.3 + ((place * 0.37) % 1))
  for (const index of drawn.indices) {
    const value = drawn.y[index]
    if (typeof value !== 'number') continue
    const x = toPixel(frame.x, drawn.x[index] ?? Number.NaN)
    const y = toPixel(frame.y, value)
    if (!isWithin(frame, x, y)) continue
    if (!hasPoints) {
      if (sampler.trace.isPath || x < next) continue
      while (next <= x) next += markerSpacing
    }
    data += markerPath(marker, x, y, radius)
  }
  return data === ''
    ? []
    : [{ kind: 'path', data, ink: inkOf(color), isStroked: isOpenMarker(marker), hasRim: radius > 2 }]
}

/** A ring and the word "diverged" at the last finite sample. */
function divergenceMark(frame: Frame, sampler: TraceSampler): Shape[] {
  const index = sampler.divergedAfter
  if (index === null || index < 0) return []
  const { plot } = frame
  const x = toPixel(frame.x, sampler.x[index] ?? Number.NaN)
  const y = Math.min(plot.bottom, Math.max(plot.top, toPixel(frame.y, sampler.valueAt(index))))
  if (!isWithin(frame, x, y)) return []
  const isLeft = x > plot.right - 80
  return [
    { kind: 'path', data: markerPath('circle', x, y, 6), ink: 'diverged', isStroked: true, hasRim: true },
    { kind: 'path', data: markerPath('cross', x, y, 3), ink: 'diverged', isStroked: true },
    {
      kind: 'text',
      x: isLeft ? x - 11 : x + 11,
      y: Math.max(plot.top + 8, y),
      text: 'diverged',
      ink: 'diverged',
      size: textSize,
      weight: 500,
      anchor: isLeft ? 'end' : 'start',
      hasHalo: true,
    },
  ]
}

/** A dot at the end of each line, and its latest value beside it. */
function latestValues(frame: Frame, samplers: readonly TraceSampler[]): Shape[] {
  const ends = samplers.flatMap((sampler) => {
    const { trace } = sampler
    if (sampler.divergedAfter !== null || (!isLatestShown(trace) && !trace.isPath) || trace.isUnlisted)
      return []
    const index = sampler.latestFinite
    if (index < 0 || (trace.isPath && trace.at === undefined)) return []
    const x = toPixel(frame.x, sampler.x[index] ?? Number.NaN)
    const y = toPixel(frame.y, sampler.smoothedAt(index) ?? sampler.valueAt(index))
    return isWithin(frame, x, y) ? [{ sampler, x, y, label: formatNumber(sampler.valueAt(index)) }] : []
  })
  const labelled = ends.filter((end) => isLatestShown(end.sampler.trace))
  const places = spreadLabels(labelled, textSize + 3, frame.plot.top - 8, frame.plot.bottom + 8)
  const dots = ends.map(({ sampler, x, y }): Shape => ({
    kind: 'path',
    data: markerPath('circle', x, y, 3.5),
    ink: inkOf(sampler.trace.color),
    isStroked: false,
    hasRim: true,
  }))
  const labels = labelled.map(({ x, label }, at): Shape => ({
    kind: 'text',
    x: x + 9,
    y: places[at] ?? 0,
    text: label,
    ink: 'text',
    size: textSize,
    weight: 500,
    hasHalo: true,
  }))
  return [...dots, ...labels]
}

/** Everything on top of the curves. `drawn` belongs to `samplers`, entry by entry. */
export function overlay(
  frame: Frame,
  samplers: readonly TraceSampler[],
  drawn: readonly Drawn[],
  annotations: readonly Annotation[],
): Shape[] {
  return [
    ...annotationLines(frame, annotations),
    ...samplers.flatMap((sampler, place) => {
      const points = drawn[place]
      return points ? traceMarkers(frame, sampler, points, place) : []
    }),
    ...samplers.flatMap((sampler) => divergenceMark(frame, sampler)),
    ...latestValues(frame, samplers),
    ...annotationLabels(frame, annotations),
  ]
}
