import type { Annotation } from '#figures/trace.ts'
import type { AxisState, CanvasState, Line } from './chart-canvas.ts'
import { curveShape, curvesOf } from '#figures/curves.ts'
import { markersBehind, overlay } from '#figures/plot-shapes.ts'
import { rangeShapes } from '#figures/range-band.ts'
import { seamOpacity } from '#figures/shapes.ts'
import type { Drawn, TraceSampler, View } from '#figures/trace-sampler.ts'

function pointsOf(drawn: Drawn): Line['points'] {
  return drawn.indices.map((index) => {
    const y = drawn.y[index]
    const isFinite = typeof y === 'number' && Number.isFinite(y)
    return { x: drawn.x[index] ?? Number.NaN, y: isFinite ? y : Number.NaN }
  })
}

/** What the canvas is to show of `samplers` in `view`: thinned lines, and the shapes on top of them. */
export function canvasState(
  samplers: readonly TraceSampler[],
  view: View,
  axes: { readonly x: AxisState; readonly y: AxisState },
  annotations: readonly Annotation[],
  isEqualAspect: boolean,
): CanvasState {
  const { curves, marked } = curvesOf(samplers, view)
  // Chart.js joins samples of one pixel column into an upright stroke, which is right for a curve over sorted x
  // and wrong for a path; paths are drawn as shapes.
  const paths = curves.filter(({ isPath }) => isPath)
  const lines = curves.flatMap((curve): Line[] => {
    if (curve.isPath) return []
    const line = { ...curve, points: pointsOf(curve.drawn) }
    if (!curve.hasSeam) return [line]
    const seam: Line = { ...line, ink: 'surface', width: curve.width + 2.5, dash: [], opacity: seamOpacity }
    return [seam, line]
  })
  return {
    ...axes,
    lines,
    isEqualAspect,
    below: (frame) => [...rangeShapes(frame, samplers, marked), ...markersBehind(frame, samplers, marked)],
    above: (frame) => [
      ...paths.map((curve) => curveShape(frame, curve)),
      ...overlay(frame, samplers, marked, annotations),
    ],
  }
}
