/**
 * Problem 1 in closed form: one data point (x, y), two weights, each input dropped with probability p and
 * divided by q = 1 - p when kept. Loss is the squared error without a factor 1/2. Everything holds for any
 * x, y and any p from 0 to 1 (1 excluded); an input that is zero gets the weight zero (the minimum norm).
 */
import { symmetricEigen } from '#numeric/decompositions.ts'
import { at, fromRows } from '#numeric/linear-algebra.ts'
import { masksOf, type DataPoint, type Mask } from './masks.ts'

export interface Weights {
  readonly w1: number
  readonly w2: number
}

/** w -> a11 w1^2 + 2 a12 w1 w2 + a22 w2^2 - 2 (b1 w1 + b2 w2) + c. The Hessian is 2 A, the gradient 2 (A w - b). */
export interface Quadratic {
  readonly a11: number
  readonly a12: number
  readonly a22: number
  readonly b1: number
  readonly b2: number
  readonly c: number
}

/** x . w, the output on the clean input. */
export function cleanOutput(point: DataPoint, { w1, w2 }: Weights): number {
  return point.x1 * w1 + point.x2 * w2
}

/** The squared error on the clean input (dropout off). */
export function cleanLoss(point: DataPoint, weights: Weights): number {
  return (cleanOutput(point, weights) - point.y) ** 2
}

/** |a - b|, the Euclidean distance in the weight plane. */
export function distance(a: Weights, b: Weights): number {
  return Math.hypot(a.w1 - b.w1, a.w2 - b.w2)
}

/**
 * Part 1a: the least-squares solution of minimum norm, w = X^+ y = x y / |x|^2. There is a whole line of
 * solutions x . w = y; this is the one nearest the origin.
 */
export function leastSquares(point: DataPoint): Weights {
  return descentLimit(point, { w1: 0, w2: 0 })
}

/**
 * Where gradient descent without dropout ends: the solution nearest its start, because each gradient is a
 * multiple of x. From the origin that is `leastSquares`.
 */
export function descentLimit(point: DataPoint, start: Weights): Weights {
  const { x1, x2, y } = point
  const square = x1 * x1 + x2 * x2
  if (square === 0) return start
  const step = (y - cleanOutput(point, start)) / square
  return { w1: start.w1 + step * x1, w2: start.w2 + step * x2 }
}

const inputsIn = ({ x1, x2 }: DataPoint): number => (x1 !== 0 ? 1 : 0) + (x2 !== 0 ? 1 : 0)

/** Weights under which every non-zero input contributes `term` to the output. */
function equalTerms({ x1, x2 }: DataPoint, term: number): Weights {
  return { w1: x1 === 0 ? 0 : term / x1, w2: x2 === 0 ? 0 : term / x2 }
}

/**
 * Part 1c: the minimiser of the expected loss under dropout. For p > 0 each of the n non-zero inputs contributes
 * x_j w_j = y q / (1 + (n - 1) q); for p = 0 it is the minimum-norm solution of part 1a.
 */
export function dropoutSolution(point: DataPoint, dropRate: number): Weights {
  if (dropRate === 0) return leastSquares(point)
  const keep = 1 - dropRate
  return equalTerms(point, (point.y * keep) / (1 + (inputsIn(point) - 1) * keep))
}

/** Part 1g: the limit of `dropoutSolution` as p falls to 0: equal contributions y / n. It is not the value at 0. */
export function limitAtZero(point: DataPoint): Weights {
  return equalTerms(point, point.y / Math.max(1, inputsIn(point)))
}

/** The expected training loss E[(r . w - y)^2] over the masked rows r, as a quadratic form of the weights. */
export function expectedLossForm({ x1, x2, y }: DataPoint, dropRate: number): Quadratic {
  const keep = 1 - dropRate
  return { a11: (x1 * x1) / keep, a12: x1 * x2, a22: (x2 * x2) / keep, b1: x1 * y, b2: x2 * y, c: y * y }
}

/** The value of the quadratic form at these weights. */
export function expectedLossAt(form: Quadratic, { w1, w2 }: Weights): number {
  const { a11, a12, a22, b1, b2, c } = form
  return a11 * w1 * w1 + 2 * a12 * w1 * w2 + a22 * w2 * w2 - 2 * (b1 * w1 + b2 * w2) + c
}

/** The floor of the training loss, min over w of the expected loss: y^2 p / (1 + (n - 1) q), n non-zero inputs. */
export function trainLossFloor(point: DataPoint, dropRate: number): number {
  const inputs = inputsIn(point)
  if (inputs === 0) return point.y ** 2
  return (point.y ** 2 * dropRate) / (1 + (inputs - 1) * (1 - dropRate))
}

export interface MaskLoss extends Mask {
  readonly target: number
  /** The squared error of the masked row. */
  readonly loss: number
}

/** The four masks with the loss of each at these weights. */
export function maskLosses(point: DataPoint, dropRate: number, { w1, w2 }: Weights): readonly MaskLoss[] {
  return masksOf(point, dropRate).map((mask) => ({
    ...mask,
    target: point.y,
    loss: (mask.row[0] * w1 + mask.row[1] * w2 - point.y) ** 2,
  }))
}

/** The standard deviation, over the masks drawn, of the mean loss of a batch of B rows at these weights. */
export function batchLossDeviation(
  point: DataPoint,
  dropRate: number,
  weights: Weights,
  batchSize: number,
): number {
  const rows = maskLosses(point, dropRate, weights)
  const mean = rows.reduce((sum, row) => sum + row.probability * row.loss, 0)
  const variance = rows.reduce((sum, row) => sum + row.probability * (row.loss - mean) ** 2, 0)
  return Math.sqrt(variance / batchSize)
}

/** A direction in which expected gradient descent moves independently of the others. */
export interface Mode {
  /** Eigenvalue of A in the expected loss w^T A w - 2 b^T w + c (half the Hessian). */
  readonly eigenvalue: number
  /** Unit eigenvector. */
  readonly direction: Weights
  /** What an SGD step multiplies the error along this direction by: 1 - 2 lr eigenvalue. */
  readonly contraction: number
  /** Steps until the error has shrunk by e; Infinity where it never does, 0 where one step removes it. */
  readonly timeConstant: number
}

/** The two modes of expected gradient descent at this learning rate, the fast (largest eigenvalue) one first. */
export function descentModes(
  point: DataPoint,
  dropRate: number,
  learningRate: number,
): readonly [Mode, Mode] {
  const { a11, a12, a22 } = expectedLossForm(point, dropRate)
  const matrix = fromRows([
    [a11, a12],
    [a12, a22],
  ])
  const { values, vectors } = symmetricEigen(matrix)
  const mode = (j: number): Mode => {
    const eigenvalue = values[j] ?? 0
    const contraction = 1 - 2 * learningRate * eigenvalue
    const size = Math.abs(contraction)
    return {
      eigenvalue,
      direction: { w1: at(vectors, 0, j), w2: at(vectors, 1, j) },
      contraction,
      timeConstant: size < 1 ? -1 / Math.log(size) + 0 : Infinity,
    }
  }
  return [mode(0), mode(1)]
}

/**
 * The expected weights after `steps` steps of SGD from `start`: each mode's error shrinks by its contraction. The
 * expectation is exact for any batch size, because a step is linear in the weights and masks are fresh each time.
 */
export function expectedWeights(
  point: DataPoint,
  dropRate: number,
  start: Weights,
  learningRate: number,
  steps: number,
): Weights {
  const goal = dropRate === 0 ? descentLimit(point, start) : dropoutSolution(point, dropRate)
  let { w1, w2 } = goal
  for (const { direction, contraction } of descentModes(point, dropRate, learningRate)) {
    const error = (start.w1 - goal.w1) * direction.w1 + (start.w2 - goal.w2) * direction.w2
    const left = error === 0 ? 0 : error * contraction ** steps
    w1 += left * direction.w1
    w2 += left * direction.w2
  }
  return { w1, w2 }
}

export interface SweepPoint extends Weights {
  readonly dropRate: number
  readonly cleanLoss: number
  readonly trainLoss: number
}

/** The drop rates of the analytic curves of part 1g: 0 to 0.98 in steps of 0.01. */
export const sweepGrid: readonly number[] = Array.from({ length: 99 }, (_, index) => index / 100)

/** Part 1g: the closed-form weights and losses at each of these drop rates. */
export function sweepCurve(
  point: DataPoint,
  dropRates: readonly number[] = sweepGrid,
): readonly SweepPoint[] {
  return dropRates.map((dropRate) => {
    const weights = dropoutSolution(point, dropRate)
    const trainLoss = trainLossFloor(point, dropRate)
    return { dropRate, ...weights, cleanLoss: cleanLoss(point, weights), trainLoss }
  })
}
