import { columnNorms } from './column-norms.ts'
import { singularValues } from '#numeric/decompositions.ts'
import { at, matrixOf, type Matrix } from '#numeric/linear-algebra.ts'

/** [A | b] after the reflections that make A upper triangular. [m, n + 1] */
function reflected(a: Matrix, b: readonly number[]): Matrix {
  const { rows, columns } = a
  if (b.length !== rows) throw new RangeError(`A has ${rows} rows and b ${b.length} numbers.`)
  const width = columns + 1
  const work = matrixOf(rows, width, (i, j) => (j < columns ? at(a, i, j) : (b[i] ?? 0)))
  // Indexed straight into the array: the page does this at every movement of a slider.
  const { data } = work
  const entry = (i: number, j: number): number => data[i * width + j] ?? NaN
  for (let k = 0; k < Math.min(rows, columns); k++) {
    let largest = 0
    for (let i = k; i < rows; i++) largest = Math.max(largest, Math.abs(entry(i, k)))
    if (largest === 0) continue
    let squares = 0
    for (let i = k; i < rows; i++) squares += (entry(i, k) / largest) ** 2
    const norm = largest * Math.sqrt(squares)
    const head = entry(k, k)
    const corner = head > 0 ? -norm : norm
    // v, the normal of the mirror that turns what is left of column k onto its first entry, stands in its place.
    data[k * width + k] = head - corner
    const half = norm * (norm + Math.abs(head)) // (v . v) / 2
    for (let j = k + 1; j < width; j++) {
      let dot = 0
      for (let i = k; i < rows; i++) dot += entry(i, k) * entry(i, j)
      for (let i = k; i < rows; i++) data[i * width + j] = entry(i, j) - (dot / half) * entry(i, k)
    }
    data[k * width + k] = corner
    for (let i = k + 1; i < rows; i++) data[i * width + k] = 0
  }
  return work
}

/**
 * A problem of at most d rows with the same X^T X and X^T y, and so the same solutions under any penalty:
 * X and y after the reflections of X, without the rows in which X has become zero. X [n, d], y [n].
 */
export function fewestRows(
  x: Matrix,
  y: readonly number[],
): { readonly x: Matrix; readonly y: readonly number[] } {
  if (x.rows <= x.columns) return { x, y }
  const work = reflected(x, y)
  return {
    x: matrixOf(x.columns, x.columns, (i, j) => at(work, i, j)),
    y: Array.from({ length: x.columns }, (_, i) => at(work, i, x.columns)),
  }
}

/**
 * w [n] that minimises ||A w - b||^2, by Householder reflections, which neither square the condition number nor
 * mind columns of very different size. A [m, n] with m >= n. Throws RangeError where the columns are linearly
 * dependent to working precision.
 */
export function leastSquares(a: Matrix, b: readonly number[]): number[] {
  const { rows, columns } = a
  const work = reflected(a, b)
  const sizes = columnNorms(a)
  const w = new Array<number>(columns).fill(0)
  for (let k = columns - 1; k >= 0; k--) {
    const corner = k < rows ? at(work, k, k) : 0
    if (Math.abs(corner) <= rows * Number.EPSILON * (sizes[k] ?? 0))
      throw new RangeError(`Column ${k + 1} depends on the columns before it; there is no unique solution.`)
    let rest = at(work, k, columns)
    for (let j = k + 1; j < columns; j++) rest -= at(work, k, j) * (w[j] ?? 0)
    w[k] = rest / corner
  }
  return w
}

/** A on top of B, of equally many columns. */
function stacked(a: Matrix, b: Matrix): Matrix {
  return matrixOf(a.rows + b.rows, a.columns, (i, j) => (i < a.rows ? at(a, i, j) : at(b, i - a.rows, j)))
}

/**
 * w that minimises ||y - X w||^2 + ||Gamma w||^2 (Tikhonov), as the least-squares problem of X on top of Gamma.
 * X [n, d], Gamma [k, d]. Throws RangeError where the solution is not unique.
 */
export function tikhonov(x: Matrix, y: readonly number[], gamma: Matrix): number[] {
  return leastSquares(stacked(x, gamma), [...y, ...new Array<number>(gamma.rows).fill(0)])
}

/**
 * w that minimises ||y - X w||^2 + lambda ||w||^2 (classical ridge), lambda > 0, from the singular values of X:
 * sum_k s_k / (s_k^2 + lambda) (u_k . y) v_k. Another way to it than `tikhonov`, so that each can check the other.
 */
export function ridge(x: Matrix, y: readonly number[], lambda: number): number[] {
  const few = fewestRows(x, y)
  const { left, values, right } = singularValues(few.x)
  const w = new Array<number>(x.columns).fill(0)
  values.forEach((value, k) => {
    let along = 0
    for (let i = 0; i < few.x.rows; i++) along += at(left, i, k) * (few.y[i] ?? 0)
    const share = (value * along) / (value ** 2 + lambda)
    for (let j = 0; j < x.columns; j++) w[j] = (w[j] ?? 0) + share * at(right, j, k)
  })
  return w
}
