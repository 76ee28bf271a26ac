/** Geometry of the weight plane: contours of the expected loss and the line of exact solutions. */
import { pseudoInverse, symmetricEigen } from '#numeric/decompositions.ts'
import { at, columnVector, fromRows, matmul } from '#numeric/linear-algebra.ts'
import type { DataPoint } from './masks.ts'
import { expectedLossAt, type Quadratic, type Weights } from './theory.ts'

/** The visible part of the plane. */
export interface PlaneWindow {
  readonly w1: readonly [number, number]
  readonly w2: readonly [number, number]
}

/** A contour: a closed ellipse, one or two straight lines where the loss is flat in one direction, or none. */
export type Contour =
  | { readonly kind: 'ellipse'; readonly points: readonly Weights[] }
  | { readonly kind: 'lines'; readonly lines: readonly (readonly [Weights, Weights])[] }
  | { readonly kind: 'none' }

/** The part of the line `through` + t `direction` inside the window (Liang-Barsky), or null where it misses it. */
export function clipLine(
  through: Weights,
  direction: Weights,
  window: PlaneWindow,
): readonly [Weights, Weights] | null {
  let [from, to] = [-Infinity, Infinity]
  for (const axis of ['w1', 'w2'] as const) {
    const [low, high] = window[axis]
    const slope = direction[axis]
    if (slope === 0) {
      if (through[axis] < low || through[axis] > high) return null
      continue
    }
    const [a, b] = [(low - through[axis]) / slope, (high - through[axis]) / slope]
    from = Math.max(from, Math.min(a, b))
    to = Math.min(to, Math.max(a, b))
  }
  if (!(from <= to) || !Number.isFinite(from) || !Number.isFinite(to)) return null
  const pointAt = (t: number): Weights => ({
    w1: through.w1 + t * direction.w1,
    w2: through.w2 + t * direction.w2,
  })
  return [pointAt(from), pointAt(to)]
}

/** The segment of exact solutions x . w = y inside the window; null where there is none. */
export function solutionLine(
  { x1, x2, y }: DataPoint,
  window: PlaneWindow,
): readonly [Weights, Weights] | null {
  const square = x1 * x1 + x2 * x2
  if (square === 0) return null
  return clipLine({ w1: (y * x1) / square, w2: (y * x2) / square }, { w1: -x2, w2: x1 }, window)
}

/** Where the quadratic form equals `level`; an ellipse has `count` points, the first not repeated. */
export function contour(form: Quadratic, level: number, window: PlaneWindow, count = 128): Contour {
  const matrix = fromRows([
    [form.a11, form.a12],
    [form.a12, form.a22],
  ])
  const lowest = matmul(pseudoInverse(matrix), columnVector([form.b1, form.b2]))
  const solution = { w1: at(lowest, 0, 0), w2: at(lowest, 1, 0) }
  const above = level - expectedLossAt(form, solution)
  const { values, vectors } = symmetricEigen(matrix)
  const [steep = 0, flat = 0] = values
  if (above < 0 || steep <= 0) return { kind: 'none' }
  const along = (j: number, length: number): Weights => ({
    w1: length * at(vectors, 0, j),
    w2: length * at(vectors, 1, j),
  })
  const shifted = (a: Weights, b: Weights): Weights => ({ w1: a.w1 + b.w1, w2: a.w2 + b.w2 })
  if (flat > steep * 1e-12) {
    const points = Array.from({ length: count }, (_, index) => {
      const angle = (2 * Math.PI * index) / count
      const across = along(0, Math.sqrt(above / steep) * Math.cos(angle))
      return shifted(solution, shifted(across, along(1, Math.sqrt(above / flat) * Math.sin(angle))))
    })
    return { kind: 'ellipse', points }
  }
  const offsets = above === 0 ? [0] : [-1, 1].map((side) => side * Math.sqrt(above / steep))
  const lines = offsets.flatMap((offset) => {
    const line = clipLine(shifted(solution, along(0, offset)), along(1, 1), window)
    return line ? [line] : []
  })
  return lines.length > 0 ? { kind: 'lines', lines } : { kind: 'none' }
}
