/** A chart as a picture to keep: title, legend, axes, curves. Drawn from the traces, not from the screen. */
import { captionShapes } from './caption-shapes.ts'
import type { Annotation, Range } from './trace.ts'
import { curveShape, curvesOf } from './curves.ts'
import { valueLabel } from './end-labels.ts'
import type { Frame } from './frame.ts'
import { inkOf } from './ink.ts'
import { markersBehind, overlay } from './plot-shapes.ts'
import { rangeShapes } from './range-band.ts'
import { axisTicks, equalAspect, toPixel, type Tick } from './scale.ts'
import { textWidth, type Picture, type Shape } from './shapes.ts'
import type { TraceSampler, View } from './trace-sampler.ts'
import { dashPatterns, isOpenMarker, markerPath, styleOf } from './trace-style.ts'

export interface FigureOptions {
  readonly title: string
  readonly description: string
  readonly xLabel: string
  readonly yLabel: string
  readonly samplers: readonly TraceSampler[]
  readonly annotations: readonly Annotation[]
  readonly x: Range
  readonly y: Range
  /** The x axis counts something. */
  readonly isWholeX?: boolean
  readonly isLogX: boolean
  readonly isLogY: boolean
  readonly isEqualAspect: boolean
  /** Sentences under the picture: where its numbers come from. */
  readonly caption?: readonly string[]
}

const width = 960
const side = 32
const size = 14
const keyWidth = 28

/** A trace's name, and its last value within `x`: the smoothed one and how it was smoothed, where it is. */
function legendText(sampler: TraceSampler, x: Range): string {
  const { trace } = sampler
  const index = sampler.lastIndexIn(x)
  if (index < 0 || trace.isPath) return trace.label
  const diverged = sampler.divergedAfter
  if (diverged !== null && diverged < index) return `${trace.label}: diverged`
  const smoothed = sampler.smoothedAt(index)
  const value = `${trace.label}: ${valueLabel(sampler.valueAt(index), smoothed)}`
  return smoothed === null ? value : `${value} (smoothing ${sampler.smoothing})`
}

/** The legend's entries in rows, from `top` down. Returns its shapes and the y below it. */
function legend({ samplers, x: xRange }: FigureOptions, top: number): { shapes: Shape[]; bottom: number } {
  const shapes: Shape[] = []
  let x = side
  let y = top
  for (const sampler of samplers) {
    const { trace } = sampler
    if (trace.isUnlisted) continue
    const style = styleOf(trace)
    const text = legendText(sampler, xRange)
    const needed = keyWidth + 8 + textWidth(text, size)
    if (x > side && x + needed > width - side) {
      x = side
      y += 22
    }
    const ink = inkOf(style.color)
    if (style.hasLine)
      shapes.push({
        kind: 'line',
        points: [x, y, x + keyWidth, y],
        ink,
        width: 2,
        dash: dashPatterns[style.dash],
      })
    if (style.marker !== 'none')
      shapes.push({
        kind: 'path',
        data: markerPath(style.marker, x + keyWidth / 2, y, 4),
        ink,
        isStroked: isOpenMarker(style.marker),
      })
    shapes.push({ kind: 'text', x: x + keyWidth + 8, y, text, ink: 'text', size })
    x += needed + 20
  }
  return { shapes, bottom: y + 16 }
}

function axes(
  frame: Frame,
  xTicks: readonly Tick[],
  yTicks: readonly Tick[],
  options: FigureOptions,
): Shape[] {
  const { plot } = frame
  const line = (points: number[], ink: 'grid' | 'edge'): Shape => ({ kind: 'line', points, ink, width: 1 })
  const text = (x: number, y: number, label: string, anchor: 'middle' | 'end', isUpright = false): Shape => ({
    kind: 'text',
    x,
    y,
    text: label,
    ink: 'text-quiet',
    size,
    anchor,
    isUpright,
  })
  return [
    ...xTicks.flatMap(({ value, label }) => {
      const x = toPixel(frame.x, value)
      return [line([x, plot.top, x, plot.bottom], 'grid'), text(x, plot.bottom + 16, label, 'middle')]
    }),
    ...yTicks.flatMap(({ value, label }) => {
      const y = toPixel(frame.y, value)
      return [line([plot.left, y, plot.right, y], 'grid'), text(plot.left - 10, y, label, 'end')]
    }),
    line([plot.left, plot.top, plot.left, plot.bottom, plot.right, plot.bottom], 'edge'),
    text((plot.left + plot.right) / 2, plot.bottom + 40, options.xLabel, 'middle'),
    text(side - 10, (plot.top + plot.bottom) / 2, options.yLabel, 'middle', true),
  ]
}

/** The picture of a chart, 960 pixels wide, over the ranges it shows now. */
export function figure(options: FigureOptions): Picture {
  const { samplers, annotations, isLogX, isLogY } = options
  const key = legend(options, 64)
  const yTicksWidth = Math.max(
    ...axisTicks(options.y, isLogY).map(({ label }) => textWidth(label, size)),
    textWidth('0.000', size),
  )
  const top = key.bottom + 12
  const plot = {
    left: side + 14 + yTicksWidth,
    top,
    right: width - side - 80,
    bottom: top + (options.isEqualAspect ? 560 : 380),
  }
  const caption = captionShapes(options.caption ?? [], side, plot.bottom + 64, width - 2 * side)
  const height = plot.bottom + 64 + caption.height
  const inner = { width: plot.right - plot.left, height: plot.bottom - plot.top }
  const [x, y] = options.isEqualAspect
    ? equalAspect(options.x, options.y, inner.width, inner.height)
    : [options.x, options.y]
  const frame: Frame = {
    x: { min: x[0], max: x[1], from: plot.left, to: plot.right, isLog: isLogX },
    y: { min: y[0], max: y[1], from: plot.bottom, to: plot.top, isLog: isLogY },
    plot,
  }
  const view: View = { x, y, isLogX, isLogY, ...inner }
  const { curves, marked } = curvesOf(samplers, view)
  return {
    width,
    height,
    title: options.title,
    description: [options.description, ...(options.caption ?? [])].join(' '),
    plot,
    shapes: [
      { kind: 'text', x: side, y: 32, text: options.title, ink: 'text', size: 20, weight: 600 },
      ...key.shapes,
      ...axes(frame, axisTicks(x, isLogX, 7, options.isWholeX), axisTicks(y, isLogY), options),
      ...rangeShapes(frame, samplers, marked),
      ...markersBehind(frame, samplers, marked),
      ...curves.map((curve) => curveShape(frame, curve)),
      ...overlay(frame, samplers, marked, annotations),
      ...caption.shapes,
    ],
  }
}
