import { symmetricEigen } from '#numeric/decompositions.ts'
import { at, fromRows } from '#numeric/linear-algebra.ts'
import { masksOf, type DataPoint } from './pure/masks.ts'
import { momentOperator, randomStep, spectralRadius } from './second-moments.ts'
import { expectedLossForm } from './pure/theory.ts'

export interface StabilityQuestion {
  readonly point: DataPoint
  readonly dropRate: number
  readonly batchSize: number
  /** 0 for plain SGD. */
  readonly momentum: number
}

export interface StabilityBound {
  /** Learning rates below this keep the expected weights from growing: (1 + mu) / (largest eigenvalue of A). */
  readonly inMean: number
  /** Below this the expected loss stays bounded too: the noise of a batch of this size is taken into account. */
  readonly inMeanSquare: number
}

/** Rows of the masks in the basis of the directions in which the expected loss is not flat, with probabilities. */
function rowsInRange(
  point: DataPoint,
  dropRate: number,
): { largest: number; rows: number[][]; chances: number[] } {
  const { a11, a12, a22 } = expectedLossForm(point, dropRate)
  const matrix = fromRows([
    [a11, a12],
    [a12, a22],
  ])
  const { values, vectors } = symmetricEigen(matrix)
  const largest = values[0] ?? 0
  const steep = [0, 1].filter((j) => (values[j] ?? 0) > largest * 1e-12)
  const masks = masksOf(point, dropRate)
  const rows = masks.map(({ row }) =>
    steep.map((j) => row[0] * at(vectors, 0, j) + row[1] * at(vectors, 1, j)),
  )
  return { largest, rows, chances: masks.map((mask) => mask.probability) }
}

/** What a step multiplies the weights' mean square error by in the long run; the loss grows above 1. */
export function meanSquareGrowth(question: StabilityQuestion, learningRate: number): number {
  const { rows, chances } = rowsInRange(question.point, question.dropRate)
  if ((rows[0]?.length ?? 0) === 0) return 0
  const centred = rows.map((row, m) => ({ row, residual: 0, probability: chances[m] ?? 0 }))
  const { momentum, batchSize } = question
  const step = randomStep(centred, { learningRate, momentum, batchSize }, false)
  return spectralRadius(momentOperator(step), (step.size * (step.size + 1)) / 2)
}

/** Rounding in the growth must not make a slow but stable descent look unstable. */
const isBounded = (growth: number): boolean => growth <= 1 + 1e-9

/** The largest stable learning rates of SGD, with or without momentum; Infinity where nothing can diverge. */
export function stabilityBound(question: StabilityQuestion): StabilityBound {
  const { largest } = rowsInRange(question.point, question.dropRate)
  if (largest === 0) return { inMean: Infinity, inMeanSquare: Infinity }
  const inMean = (1 + question.momentum) / largest
  let stable = 0
  let unstable = inMean
  for (let round = 0; round < 50; round++) {
    const middle = (stable + unstable) / 2
    if (isBounded(meanSquareGrowth(question, middle))) stable = middle
    else unstable = middle
  }
  return { inMean, inMeanSquare: stable }
}

/** Whether the expected loss stays bounded at this learning rate; far cheaper than the bound itself. */
export function isStable(question: StabilityQuestion, learningRate: number): boolean {
  return isBounded(meanSquareGrowth(question, learningRate))
}
