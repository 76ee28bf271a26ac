/** Which lines a chart draws, from the lowest to the topmost, for the screen and for files alike. */
import { inkOf, type Ink } from './ink.ts'
import type { Frame } from './frame.ts'
import { toPixel } from './scale.ts'
import type { Shape } from './shapes.ts'
import type { Drawn, TraceSampler, View } from './trace-sampler.ts'
import { dashPatterns, styleOf } from './trace-style.ts'

/** How strong the raw trace is drawn behind its smoothed one. */
const rawOpacity = 0.3

export interface Curve {
  readonly drawn: Drawn
  readonly ink: Ink
  readonly width: number
  readonly dash: readonly number[]
  readonly opacity: number
  readonly hasSeam: boolean
  readonly isPath: boolean
}

export interface Curves {
  readonly curves: readonly Curve[]
  /** For each sampler, the samples its markers stand on. */
  readonly marked: readonly Drawn[]
}

function curveOf(sampler: TraceSampler, drawn: Drawn, view: View, opacity: number): Curve {
  const style = styleOf(sampler.trace)
  // More samples than pixels make a band; a thinner line keeps what lies within it legible.
  const isDense = drawn.indices.length > view.width / 2 && (style.layer === 1 || style.layer === 2)
  return {
    drawn,
    ink: inkOf(style.color),
    width: (isDense ? 1 : style.width) * (view.thickness ?? 1),
    dash: dashPatterns[style.dash],
    opacity: opacity * style.opacity,
    hasSeam: style.layer === 3,
    isPath: sampler.trace.isPath ?? false,
  }
}

/** The curves of `samplers` in `view`: contours, then what was measured, then theory. */
export function curvesOf(samplers: readonly TraceSampler[], view: View): Curves {
  const layers: Curve[][] = [[], [], [], []]
  const marked = samplers.map((sampler) => {
    const raw = sampler.raw(view)
    const smooth = sampler.smooth(view)
    const style = styleOf(sampler.trace)
    if (style.hasLine) {
      layers[style.layer]?.push(curveOf(sampler, raw, view, smooth ? rawOpacity : 1))
      if (smooth)
        layers[style.layer]?.push({
          ...curveOf(sampler, smooth, view, 1),
          width: style.width * (view.thickness ?? 1),
        })
    }
    return smooth ?? raw
  })
  return { curves: layers.flat(), marked }
}

/** A canvas draws nothing of a line that leaves what its coordinates can hold. */
const farOut = 32_767
const within = (pixel: number) => Math.min(farOut, Math.max(-farOut, pixel))

/** The pixels of `drawn` as x0, y0, x1, y1 ...; NaN where the pen is lifted. */
export function pixelsOf(frame: Frame, drawn: Drawn): number[] {
  return drawn.indices.flatMap((index) => {
    const y = drawn.y[index]
    if (typeof y !== 'number') return [Number.NaN, Number.NaN]
    return [within(toPixel(frame.x, drawn.x[index] ?? Number.NaN)), within(toPixel(frame.y, y))]
  })
}

/** A curve as a line on the picture that `frame` describes. */
export function curveShape(frame: Frame, curve: Curve): Shape {
  const { ink, width, dash, opacity, hasSeam } = curve
  const points = pixelsOf(frame, curve.drawn)
  return { kind: 'line', points, ink, width, dash, opacity, hasSeam, isClipped: true }
}
