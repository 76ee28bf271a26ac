import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { counted } from '#text/words.ts'
import { texWeights, weightsOrNull } from './answer-text.ts'
import type { DescentValues } from './descent-values.ts'
import { maskLosses, type Weights } from './pure/theory.ts'
import { isTrainingStable, roundedDown, trainingBound } from './training-stability.ts'
import type { Training } from './training.ts'

/** Whether no step can move the weights: whatever the mask, the start has no gradient. */
function isAtRest({ point, dropRate, start }: Training): boolean {
  const rows = maskLosses(point, dropRate, start).filter(({ probability }) => probability > 0)
  return rows.every(({ row, loss }) => loss === 0 || (row[0] === 0 && row[1] === 0))
}

/** Why this training is unstable, and the learning rate below which it is stable; null where it is stable. */
export function instability(training: Training): string | null {
  if (isTrainingStable(training) || isAtRest(training)) return null
  const { optimizer, momentum, dropRate, batchSize, learningRate } = training
  const { inMean, inMeanSquare } = trainingBound(training)
  const name = optimizer === 'momentum' && momentum > 0 ? `SGD with momentum ${momentum}` : 'SGD'
  const where = dropRate > 0 ? `at drop rate ${dropRate} and batch size ${batchSize}` : 'without dropout'
  const cause =
    learningRate >= inMean
      ? 'Even the average step overshoots: it ends farther from the minimum of the expected loss than it started.'
      : `The average step would still shrink the error, but it amplifies the noise of a batch of ${batchSize}, and the expected loss grows without bound.`
  return String.raw`The learning rate $${tex(learningRate)}$ is too large: ${name} ${where} is stable only below $${tex(roundedDown(inMeanSquare))}$. ${cause}`
}

/** The closed form that a training is compared with, and its name in a sentence ("the formula of part c"). */
export interface Goal {
  readonly name: string
  readonly weights: Weights
}

/** The answer about a training that is unstable: the bound, and what became of the run; null where it is stable. */
export function unstableAnswer(
  training: Training,
  values: Values,
  declared: DescentValues,
  goal: Goal,
): readonly string[] | null {
  const why = instability(training)
  if (why === null) return null
  const weights = weightsOrNull(values, declared)
  const end = weights
    ? String.raw`After ${counted(training.iterations, 'step')} this run was at $w = ${texWeights(weights)}$; because the descent is unstable, that is not an estimate of ${goal.name}, $${texWeights(goal.weights)}$.`
    : `${reasonOf(values, declared.w1) ?? ''} So there are no weights to compare with ${goal.name}, $${texWeights(goal.weights)}$.`
  return [why, end.trim()]
}
