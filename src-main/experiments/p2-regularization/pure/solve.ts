import { batchNormalised, columnMeans, columnNorms, scaleColumns } from './column-norms.ts'
import { diagonal, type Matrix } from '#numeric/linear-algebra.ts'
import type { LinearData } from './dropout-objective.ts'
import { tikhonov } from './ridge-least-squares.ts'
import { dropoutGamma, dropoutMinimiser, ridgeForm } from './ridge-transform.ts'
import { denseGamma } from './data.ts'

/** A problem that has no unique answer with these data; the message says which and what to do. */
export class UnsolvableError extends Error {}

/** Runs `solve`; turns what linear algebra refuses into a sentence a student can act on. */
function solved<T>(what: string, remedy: string, solve: () => T): T {
  try {
    return solve()
  } catch (error) {
    if (error instanceof RangeError) throw new UnsolvableError(`${what}: ${remedy}.`)
    throw error
  }
}

/** Part b in closed form. */
export interface DropoutAndRidge {
  /** Diagonal of Γ = sqrt((1 - p) / p) diag(column norms). */
  readonly gamma: readonly number[]
  /** Minimises the expected dropout objective, not scaled. */
  readonly dropout: readonly number[]
  /** p times that. */
  readonly scaled: readonly number[]
  /** Minimises ||y - X w||^2 + ||Γ w||^2. */
  readonly ridge: readonly number[]
}

/** Both solutions of part b, each from its own objective. Throws UnsolvableError where they are not unique. */
export function dropoutAndRidge({ x, y }: LinearData, keep: number): DropoutAndRidge {
  const gamma = dropoutGamma(x, keep)
  return solved(
    'The weights are not unique',
    'a column of X is zero, or p is 1 and the columns depend on each other; change the data or p',
    () => {
      const dropout = dropoutMinimiser(x, y, keep)
      const scaled = dropout.map((value) => keep * value)
      return { gamma, dropout, scaled, ridge: tikhonov(x, y, diagonal(gamma)) }
    },
  )
}

/** Part c: one Tikhonov problem, solved as it is and after the change of variables. */
export interface TwoSolutions {
  readonly gamma: Matrix
  readonly direct: readonly number[]
  /** Data matrix and weights of the classical ridge problem. */
  readonly transformed: Matrix
  readonly ridge: readonly number[]
  /** Its weights mapped back. */
  readonly mapped: readonly number[]
  /** Largest difference of `mapped` from `direct`, relative to the largest weight. */
  readonly difference: number
}

/** Which matrix penalises the weights in part c, and the ridge penalty. */
export interface GammaParams {
  readonly keep: number
  readonly gamma: 'dropout' | 'dense'
  readonly lambda: number
  readonly dataSeed: number
}

/** Solves part c both ways. Throws UnsolvableError where Γ has no inverse. */
export function bothWays({ x, y }: LinearData, params: GammaParams): TwoSolutions {
  const entries = dropoutGamma(x, params.keep)
  const gamma = params.gamma === 'dense' ? denseGamma(entries, params.dataSeed) : diagonal(entries)
  return solved(
    'Γ cannot be inverted',
    'at p = 1 it is zero, and a column of zeros makes an entry zero; lower p or change the data',
    () => {
      const form = ridgeForm(x, y, gamma, params.lambda)
      const direct = tikhonov(x, y, gamma)
      const size = direct.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
      const gap = form.mapped.reduce(
        (largest, value, j) => Math.max(largest, Math.abs(value - (direct[j] ?? NaN))),
        0,
      )
      return {
        gamma,
        direct,
        transformed: form.x,
        ridge: form.weights,
        mapped: form.mapped,
        difference: size === 0 ? gap : gap / size,
      }
    },
  )
}

/** Norm and mean of each column of a matrix. */
export interface ColumnFacts {
  readonly norms: readonly number[]
  readonly means: readonly number[]
}
const factsOf = (x: Matrix): ColumnFacts => ({ norms: columnNorms(x), means: columnMeans(x) })

/** Part d: the columns as they are, after Γ^-1 (null where Γ has no inverse) and after batch normalisation. */
export interface ThreeMatrices {
  readonly before: ColumnFacts
  readonly after: ColumnFacts | null
  readonly normalised: ColumnFacts
}

/** The column norms of part d; the transformed ones are measured on X Γ^-1, not taken from the formula. */
export function threeMatrices({ x }: LinearData, keep: number): ThreeMatrices {
  const gamma = dropoutGamma(x, keep)
  const isInvertible = gamma.every((value) => value > 0)
  return {
    before: factsOf(x),
    after: isInvertible
      ? factsOf(
          scaleColumns(
            x,
            gamma.map((value) => 1 / value),
          ),
        )
      : null,
    normalised: factsOf(batchNormalised(x)),
  }
}

/** ||a - b||. */
export function distanceOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let distance = 0
  for (let j = 0; j < a.length; j++) distance = Math.hypot(distance, (a[j] ?? NaN) - (b[j] ?? NaN))
  return distance
}
