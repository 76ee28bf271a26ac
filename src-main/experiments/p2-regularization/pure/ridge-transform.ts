import { columnNorms, scaleColumns } from './column-norms.ts'
import { diagonal, matmul, matrixOf, solve, at, columnVector, type Matrix } from '#numeric/linear-algebra.ts'
import { leastSquares, ridge } from './ridge-least-squares.ts'

/**
 * The diagonal of the Tikhonov matrix that dropout amounts to: sqrt((1 - p) / p) times the norm of each column of X,
 * p the probability of keeping an entry, 0 < p <= 1. All zero at p = 1. Srivastava et al. 2014, section 9.1.
 */
export function dropoutGamma(x: Matrix, keep: number): number[] {
  const factor = Math.sqrt((1 - keep) / keep)
  return columnNorms(x).map((norm) => factor * norm)
}

/**
 * The weights that minimise the expected dropout objective E ||y - (R .* X) w||^2, unscaled, directly from
 * ||y - p X w||^2 + p (1 - p) ||diag(column norms) w||^2. Throws RangeError where they are not unique.
 */
export function dropoutMinimiser(x: Matrix, y: readonly number[], keep: number): number[] {
  const norms = columnNorms(x)
  const spread = Math.sqrt(keep * (1 - keep))
  const fit = scaleColumns(x, new Array<number>(x.columns).fill(keep))
  const penalty = diagonal(norms.map((norm) => spread * norm))
  const both = matrixOf(x.rows + x.columns, x.columns, (i, j) =>
    i < x.rows ? at(fit, i, j) : at(penalty, i - x.rows, j),
  )
  return leastSquares(both, [...y, ...new Array<number>(x.columns).fill(0)])
}

/** A Tikhonov problem as a classical ridge problem. */
export interface RidgeForm {
  /** sqrt(lambda) X Gamma^-1. [n, d] */
  readonly x: Matrix
  /** What minimises ||y - x v||^2 + lambda ||v||^2. [d] */
  readonly weights: readonly number[]
  /** The same weights mapped back: sqrt(lambda) Gamma^-1 v. [d] */
  readonly mapped: readonly number[]
}

/**
 * Solves min ||y - X w||^2 + ||Gamma w||^2 by the change of variables v = Gamma w / sqrt(lambda), which makes it a
 * classical ridge problem with penalty lambda > 0. Gamma [d, d]; throws RangeError where it cannot be inverted.
 */
export function ridgeForm(x: Matrix, y: readonly number[], gamma: Matrix, lambda: number): RidgeForm {
  const inverse = invert(gamma)
  const root = Math.sqrt(lambda)
  const transformed = matmul(x, inverse)
  const own = matrixOf(x.rows, x.columns, (i, j) => root * at(transformed, i, j))
  const weights = ridge(own, y, lambda)
  const mapped = [...matmul(inverse, columnVector(weights)).data].map((value) => root * value)
  return { x: own, weights, mapped }
}

/** Gamma^-1. A diagonal is inverted entry by entry, however much its entries differ in size. */
function invert(gamma: Matrix): Matrix {
  const entries = Array.from({ length: gamma.columns }, (_, j) => at(gamma, j, j))
  const isDiagonal = gamma.data.every((value, k) => value === 0 || k % (gamma.columns + 1) === 0)
  if (!isDiagonal) return solve(gamma, diagonal(entries.map(() => 1)))
  const zero = entries.indexOf(0)
  if (zero >= 0) throw new RangeError(`Entry ${zero + 1} of the diagonal is 0; it has no inverse.`)
  return diagonal(entries.map((value) => 1 / value))
}
