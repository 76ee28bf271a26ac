/** What is drawn on top of the curves: annotations, markers, the mark of divergence, latest values, labels. */
import {
  annotatedPoints,
  annotationLabels,
  annotationLines,
  annotationMarkers,
  placesAround,
} from './annotation-shapes.ts'
import type { Annotation } from './trace.ts'
import { pixelsOf } from './curves.ts'
import { endShapes } from './end-labels.ts'
import { isWithin, type Frame } from './frame.ts'
import { boxOf, placeLabels, type Place, type WantedText } from './label-placement.ts'
import { inkOf } from './ink.ts'
import { toPixel } from './scale.ts'
import { labelSize, textWidth, type Box, type Shape } from './shapes.ts'
import type { Drawn, TraceSampler } from './trace-sampler.ts'
import { isOpenMarker, markerPath, styleOf } from './trace-style.ts'

/** Pixels between the markers along a line; they tell lines apart, they are not the samples. */
const markerSpacing = 110

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

interface Mark {
  readonly x: number
  readonly y: number
}

/** Where a trace diverged: at its last finite sample, or at the edge of the plot that the sample lies beyond. */
function divergedAt(frame: Frame, sampler: TraceSampler): Mark | null {
  const index = sampler.divergedAfter
  if (index === null || index < 0) return null
  const { plot } = frame
  const x = toPixel(frame.x, sampler.x[index] ?? Number.NaN)
  const y = Math.min(plot.bottom, Math.max(plot.top, toPixel(frame.y, sampler.valueAt(index))))
  return isWithin(frame, x, y) ? { x, y } : null
}

const divergenceMark = ({ x, y }: Mark): Shape[] => [
  { kind: 'path', data: markerPath('circle', x, y, 6), ink: 'diverged', isStroked: true, hasRim: true },
  { kind: 'path', data: markerPath('cross', x, y, 3), ink: 'diverged', isStroked: true },
]

/** The name of a line somewhere on it, where nothing else is. */
function nameOnLine(frame: Frame, sampler: TraceSampler, own: readonly number[]): WantedText[] {
  const text = sampler.trace.lineLabel
  if (text === undefined) return []
  const inside: Place[] = []
  for (let at = 0; at + 1 < own.length; at += 2) {
    const [x = Number.NaN, y = Number.NaN] = [own[at], own[at + 1]]
    if (isWithin(frame, x, y)) inside.push({ x, y, anchor: 'middle' })
  }
  const stride = Math.max(1, Math.floor(inside.length / 16))
  const places = inside.filter((_, index) => index % stride === 0)
  return [{ text, ink: 'text-quiet', size: labelSize, places, own, most: 8 }]
}

/** Strokes through a marker at (x, y), so that covering all or half of it costs more than a place less preferred. */
const hatched = (x: number, y: number): number[] =>
  [-4, 0, 4].flatMap((by) => [
    ...[x - 5, y + by, x + 5, y + by, Number.NaN, Number.NaN],
    ...[x + by, y - 5, x + by, y + 5, Number.NaN, Number.NaN],
  ])

/** What the labels should not cover: lines as they are, scattered points as strokes through each. */
function obstacle(frame: Frame, sampler: TraceSampler, drawn: Drawn): number[] {
  const pixels = pixelsOf(frame, drawn)
  if (styleOf(sampler.trace).hasLine) return pixels
  const strokes: number[] = []
  for (let at = 0; at + 1 < pixels.length; at += 2) {
    const [x = Number.NaN, y = Number.NaN] = [pixels[at], pixels[at + 1]]
    strokes.push(...hatched(x, y))
  }
  return strokes
}

/** `marks` without those so close to another that the word beside it does for both. */
const distinct = (marks: readonly Mark[]): Mark[] => {
  const apart = textWidth('diverged', labelSize) + 20
  return marks.filter(
    (mark, index) =>
      !marks
        .slice(0, index)
        .some((other) => Math.abs(other.x - mark.x) < apart && Math.abs(other.y - mark.y) < labelSize),
  )
}

const around = (x: number, y: number, r: number): Box => ({
  left: x - r,
  right: x + r,
  top: y - r,
  bottom: y + r,
})

/** The markers of other runs than the shown one: what is drawn before all lines, so that they hide nothing of it. */
export function markersBehind(
  frame: Frame,
  samplers: readonly TraceSampler[],
  drawn: readonly Drawn[],
): Shape[] {
  return markersOf(frame, samplers, drawn, (sampler) => sampler.trace.isBehind === true)
}

function markersOf(
  frame: Frame,
  samplers: readonly TraceSampler[],
  drawn: readonly Drawn[],
  isWanted: (sampler: TraceSampler) => boolean,
): Shape[] {
  return samplers.flatMap((sampler, place) => {
    const points = drawn[place]
    return points && isWanted(sampler) ? traceMarkers(frame, sampler, points, place) : []
  })
}

/** Everything on top of the curves. `drawn` belongs to `samplers`, entry by entry. */
export function overlay(
  frame: Frame,
  samplers: readonly TraceSampler[],
  drawn: readonly Drawn[],
  annotations: readonly Annotation[],
): Shape[] {
  const annotated = annotationLines(frame, annotations)
  const diverged = samplers.flatMap((sampler) => divergedAt(frame, sampler) ?? [])
  const { dots, labels: ends } = endShapes(frame, samplers)

  const divergenceLabels = distinct(diverged).map(({ x, y }): WantedText => ({
    text: 'diverged',
    ink: 'diverged',
    size: labelSize,
    weight: 500,
    places: placesAround(x, y),
  }))
  const isLabelled = samplers.some(({ trace }) => trace.lineLabel !== undefined)
  const isCrowded = annotations.length > 0 || diverged.length > 0 || isLabelled
  const lines = isCrowded
    ? samplers.map((sampler, place) => {
        const points = drawn[place]
        return points ? obstacle(frame, sampler, points) : []
      })
    : []
  const wanted = [
    ...divergenceLabels,
    ...annotationLabels(frame, annotations),
    ...samplers.flatMap((sampler, place) => nameOnLine(frame, sampler, lines[place] ?? [])),
  ]
  const taken = [
    ...ends.map(({ text, size, x, y }) => boxOf(text, size, { x, y, anchor: 'start' })),
    ...diverged.map(({ x, y }) => around(x, y, 7)),
    ...annotatedPoints(frame, annotations).map(({ x, y }) => around(x, y, 6)),
  ]
  return [
    ...annotated,
    ...markersOf(frame, samplers, drawn, (sampler) => sampler.trace.isBehind !== true),
    ...diverged.flatMap(divergenceMark),
    ...dots,
    ...ends,
    ...annotationMarkers(frame, annotations),
    ...placeLabels(wanted, [...lines, ...annotated.map(({ points }) => points)], taken, frame.plot),
  ]
}
