import { columnNorms } from './column-norms.ts'
import { symmetricEigen } from '#numeric/decompositions.ts'
import type { LinearData } from './dropout-objective.ts'
import { at, combine, diagonal, matmul, matrixOf, transpose, type Matrix } from '#numeric/linear-algebra.ts'
import type { Random } from '#numeric/random.ts'

/** How strongly the average of the weights favours the later ones (Shamir and Zhang 2013, eta). */
const averagePower = 3

/**
 * SGD on the dropout objective per row, (1 / B) sum_b (y_b - (r_b .* x_b) . w)^2: each step draws B rows with
 * replacement and a mask for each, keeps an entry with probability p, and scales nothing. Starts at zero.
 */
export class DropoutDescent {
  readonly weights: Float64Array
  /** Average of the weights so far, the later ones weighing more: its noise dies away, the weights' own does not. */
  readonly average: Float64Array
  private readonly gradient: Float64Array
  private readonly row: Float64Array
  private readonly data: LinearData
  private readonly keep: number
  private steps = 0

  constructor(data: LinearData, keep: number) {
    this.data = data
    this.keep = keep
    this.weights = new Float64Array(data.x.columns)
    this.average = new Float64Array(data.x.columns)
    this.gradient = new Float64Array(data.x.columns)
    this.row = new Float64Array(data.x.columns)
  }

  /** One step; returns the loss of its batch, before the update. */
  step(random: Random, learningRate: number, batchSize: number): number {
    const { weights, gradient, row, keep } = this
    const { x, y } = this.data
    const { columns } = x
    gradient.fill(0)
    let loss = 0
    for (let b = 0; b < batchSize; b++) {
      const i = random.integer(x.rows)
      let error = -(y[i] ?? NaN)
      for (let j = 0; j < columns; j++) {
        const entry = random.uniform() < keep ? (x.data[i * columns + j] ?? NaN) : 0
        row[j] = entry
        error += entry * (weights[j] ?? NaN)
      }
      loss += error * error
      for (let j = 0; j < columns; j++) gradient[j] = (gradient[j] ?? NaN) + error * (row[j] ?? NaN)
    }
    this.steps++
    const share = (averagePower + 1) / (this.steps + averagePower)
    for (let j = 0; j < columns; j++) {
      weights[j] = (weights[j] ?? NaN) - ((2 * learningRate) / batchSize) * (gradient[j] ?? NaN)
      this.average[j] = (1 - share) * (this.average[j] ?? NaN) + share * (weights[j] ?? NaN)
    }
    return loss / batchSize
  }
}

/** Hessian of the expected loss per row: (2 / n) E[P^T P] = (2 / n) (p^2 X^T X + p (1 - p) diag(X^T X)). [d, d] */
export function expectedHessian(x: Matrix, keep: number): Matrix {
  const squares = diagonal(columnNorms(x).map((norm) => norm ** 2))
  const scale = 2 / x.rows
  return combine(scale * keep ** 2, matmul(transpose(x), x), scale * keep * (1 - keep), squares)
}

/** E[h^2] of the Hessian h = 2 r r^T of a single row drawn from X and masked: p once for each different index. [d, d] */
function expectedSquare(x: Matrix, keep: number): Matrix {
  const { rows, columns, data } = x
  return matrixOf(columns, columns, (j, k) => {
    const pair = j === k ? keep : keep ** 2
    let sum = 0
    for (let i = 0; i < rows; i++) {
      const row = i * columns
      // Every column l adds x_l^2: with p where l is j or k, with p once more elsewhere.
      let [own, others] = [0, 0]
      for (let l = 0; l < columns; l++) {
        const square = (data[row + l] ?? NaN) ** 2
        if (l === j || l === k) own += square
        else others += square
      }
      sum += (data[row + j] ?? NaN) * (data[row + k] ?? NaN) * pair * (own + keep * others)
    }
    return (4 * sum) / rows
  })
}

/** Below `certain` the mean squared error of the weights shrinks at every step; from `inMean` on it grows. */
export interface LearningRateBounds {
  readonly certain: number
  readonly inMean: number
}

/**
 * Bounds on the learning rate of `DropoutDescent`. With the batch's Hessian H, E ||(I - lr H) e||^2 <= ||e||^2 for
 * every e where lr E[H^2] <= 2 E[H]; the mean error shrinks only where lr < 2 / lambda_max(E[H]). Infinite for X = 0.
 */
export function learningRateBounds(x: Matrix, keep: number, batchSize: number): LearningRateBounds {
  const hessian = expectedHessian(x, keep)
  const { values, vectors } = symmetricEigen(hessian)
  const largest = values[0] ?? 0
  if (largest <= 0) return { certain: Infinity, inMean: Infinity }
  const square = combine(
    (batchSize - 1) / batchSize,
    matmul(hessian, hessian),
    1 / batchSize,
    expectedSquare(x, keep),
  )
  // E[H]^-1/2 E[H^2] E[H]^-1/2 on the directions that the data reach.
  const root = (k: number): number => {
    const value = values[k] ?? 0
    return value > 1e-14 * largest ? 1 / Math.sqrt(value) : 0
  }
  const whitened = matmul(matmul(transpose(vectors), square), vectors)
  const ratio = matrixOf(x.columns, x.columns, (j, k) => root(j) * at(whitened, j, k) * root(k))
  return { certain: 2 / (symmetricEigen(ratio).values[0] ?? 0), inMean: 2 / largest }
}
