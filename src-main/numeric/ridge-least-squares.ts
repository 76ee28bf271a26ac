import { columnNorms } from './column-norms.ts'
import { singularValues } from './decompositions.ts'
import { at, matrixOf, type Matrix } from './linear-algebra.ts'

/**
 * w [n] that minimises ||A w - b||^2, by Householder reflections, which neither square the condition number nor
 * mind columns of very different size. A [m, n] with m >= n. Throws RangeError where the columns are linearly
 * dependent to working precision.
 */
export function leastSquares(a: Matrix, b: readonly number[]): number[] {
  const { rows, columns } = a
  if (b.length !== rows) throw new RangeError(`A has ${rows} rows and b ${b.length} numbers.`)
  const width = columns + 1
  const work = matrixOf(rows, width, (i, j) => (j < columns ? at(a, i, j) : (b[i] ?? 0)))
  const { data } = work
  const sizes = columnNorms(a)
  const corners: number[] = []
  for (let k = 0; k < columns; k++) {
    let norm = 0
    for (let i = k; i < rows; i++) norm = Math.hypot(norm, at(work, i, k))
    if (norm <= rows * Number.EPSILON * (sizes[k] ?? 0))
      throw new RangeError(`Column ${k + 1} depends on the columns before it; there is no unique solution.`)
    const corner = at(work, k, k) > 0 ? -norm : norm
    // The reflection that turns what is left of column k onto its first entry. v is kept below the diagonal.
    data[k * width + k] = at(work, k, k) - corner
    const half = norm * (norm + Math.abs(at(work, k, k) + corner)) // (v . v) / 2
    for (let j = k + 1; j < width; j++) {
      let dot = 0
      for (let i = k; i < rows; i++) dot += at(work, i, k) * at(work, i, j)
      for (let i = k; i < rows; i++) data[i * width + j] = at(work, i, j) - (dot / half) * at(work, i, k)
    }
    corners.push(corner)
  }
  const w = new Array<number>(columns).fill(0)
  for (let k = columns - 1; k >= 0; k--) {
    let rest = at(work, k, columns)
    for (let j = k + 1; j < columns; j++) rest -= at(work, k, j) * (w[j] ?? 0)
    w[k] = rest / (corners[k] ?? NaN)
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
  const { left, values, right } = singularValues(x)
  const w = new Array<number>(x.columns).fill(0)
  values.forEach((value, k) => {
    let along = 0
    for (let i = 0; i < x.rows; i++) along += at(left, i, k) * (y[i] ?? 0)
    const share = (value * along) / (value ** 2 + lambda)
    for (let j = 0; j < x.columns; j++) w[j] = (w[j] ?? 0) + share * at(right, j, k)
  })
  return w
}
