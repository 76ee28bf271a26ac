import type { Annotation } from './chart-props.ts'
import type { AxisState, CanvasState, Line } from './chart-canvas.ts'
import { inkOf } from './palette.ts'
import { overlay, underlay } from './plot-shapes.ts'
import type { Drawn, TraceSampler, View } from './trace-sampler.ts'
import { dashPatterns, styleOf } from './trace-style.ts'

/** How strong the raw trace is drawn behind its smoothed one. */
const rawOpacity = 0.3

function lineOf(sampler: TraceSampler, drawn: Drawn, opacity: number): Line {
  const style = styleOf(sampler.trace)
  return {
    points: drawn.indices.map((index) => {
      const y = drawn.y[index]
      return {
        x: drawn.x[index] ?? Number.NaN,
        y: typeof y === 'number' && Number.isFinite(y) ? y : Number.NaN,
      }
    }),
    ink: inkOf(style.color),
    width: style.width,
    dash: dashPatterns[style.dash],
    opacity,
    isPath: sampler.trace.isPath ?? false,
  }
}

/** What the canvas is to show of `samplers` in `view`: thinned lines, and the shapes above and below them. */
export function canvasState(
  samplers: readonly TraceSampler[],
  view: View,
  axes: { readonly x: AxisState; readonly y: AxisState },
  annotations: readonly Annotation[],
  isEqualAspect: boolean,
): CanvasState {
  const raw = samplers.map((sampler) => sampler.raw(view))
  const smooth = samplers.map((sampler) => sampler.smooth(view))
  const lines = samplers.flatMap((sampler, at) => {
    const measured = raw[at]
    const averaged = smooth[at]
    if (!measured || !styleOf(sampler.trace).hasLine) return []
    // Chart.js draws the first dataset on top.
    if (averaged) return [lineOf(sampler, averaged, 1), lineOf(sampler, measured, rawOpacity)]
    return [lineOf(sampler, measured, 1)]
  })
  const marked = raw.map((drawn, at) => smooth[at] ?? drawn)
  return {
    ...axes,
    lines,
    isEqualAspect,
    below: (frame) => underlay(frame, annotations),
    above: (frame) => overlay(frame, samplers, marked, annotations),
  }
}
