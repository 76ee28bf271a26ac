import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { trainingsOf, type Training } from './plan.ts'
import { numberOrNull, reasonOf, steps, tex, texWeights } from './reference-text.ts'
import { dropoutSolution, leastSquares, maskLosses } from './theory.ts'
import { isTrainingStable, roundedDown, trainingBound } from './training-stability.ts'

/** Whether no step can move the weights: whatever the mask, the start has no gradient. */
function isAtRest({ point, dropRate, start }: Training): boolean {
  const rows = maskLosses(point, dropRate, start).filter(({ probability }) => probability > 0)
  return rows.every(({ row, loss }) => loss === 0 || (row[0] === 0 && row[1] === 0))
}

/** Why this training is unstable, and below which learning rate it is not, in words; null where it is stable. */
export function instability(training: Training): string | null {
  if (isTrainingStable(training) || isAtRest(training)) return null
  const { optimizer, momentum, dropRate, batchSize, learningRate } = training
  const { inMean, inMeanSquare } = trainingBound(training)
  const name = optimizer === 'momentum' && momentum > 0 ? `SGD with momentum ${momentum}` : 'SGD'
  const where = dropRate > 0 ? `at drop rate ${dropRate} and batch size ${batchSize}` : 'without dropout'
  const cause =
    learningRate >= inMean
      ? 'Even the average step overshoots: across the valley of the expected loss it lands farther away than it was.'
      : `The average step would still shrink the error, but the noise of a batch of ${batchSize} is amplified, and the expected loss grows without end.`
  return String.raw`The learning rate $${tex(learningRate)}$ is too large: ${name} ${where} is stable only below $${tex(roundedDown(inMeanSquare))}$. ${cause}`
}

/** The answer to a part of one training where that is unstable: the bound, and what became of the run; else null. */
export function unstableAnswer(part: string, values: Values, params: Problem1Params): string[] | null {
  const [training] = trainingsOf(part, params)
  const why = training ? instability(training) : null
  if (!training || why === null) return null
  const { point, dropRate, iterations } = training
  const formula = part === '1b' ? 'the solution of part a' : 'the formula of part c'
  const goal = texWeights(part === '1b' ? leastSquares(point) : dropoutSolution(point, dropRate))
  const w1 = numberOrNull(values, part, 'w1')
  const w2 = numberOrNull(values, part, 'w2')
  const reason = reasonOf(values[`${part}.w1`])
  const end =
    w1 !== null && w2 !== null
      ? String.raw`This run stood at $w = ${texWeights({ w1, w2 })}$ after ${steps(iterations)}; while the descent is unstable, that is no estimate of ${formula}, $${goal}$.`
      : `${reason ?? ''} So there are no weights to compare with ${formula}, $${goal}$.`
  return [why, end.trim()]
}
