/** What the answers to 1d and 1e share. */
import type { Values } from '#contract/samples.ts'
import { tex } from '#text/number-tex.ts'
import { unstableAnswer } from './answer-stability.ts'
import { texWeights, weightsIn } from './answer-text.ts'
import type { DropoutValues } from './descent-values.ts'
import {
  batchLossDeviation,
  dropoutSolution,
  expectedLossAt,
  expectedLossForm,
  trainLossFloor,
} from './pure/theory.ts'
import type { Training } from './training.ts'

/** The answer where the settings leave nothing to ask (unstable, no dropout, nothing to fit); null otherwise. */
export function settledBefore(
  training: Training,
  values: Values,
  declared: DropoutValues,
): readonly string[] | null {
  const { point, dropRate } = training
  const { x1, x2, y } = point
  const unstable = unstableAnswer(training, values, declared, {
    name: 'the formula of part c',
    weights: dropoutSolution(point, dropRate),
  })
  if (unstable) return unstable
  if (x1 === 0 && x2 === 0)
    return [
      String.raw`Both inputs are zero: the output is 0 whatever the weights are, the gradient is zero, and every loss is $y^2 = ${tex(y ** 2)}$. Choose an input other than 0 to see what this part shows.`,
    ]
  const weights = texWeights(weightsIn(values, declared))
  if (dropRate === 0)
    return [
      String.raw`At drop rate 0 every row keeps both inputs, so this is part b at any batch size, without noise and without a floor. The run ends at $w = ${weights}$. Choose a drop rate above 0 to see what this part shows.`,
    ]
  if (y === 0)
    return [
      String.raw`With target 0, zero weights satisfy every masked row, so the rows do not contradict each other: the floor is 0, and at the solution dropout adds no noise. The run ends at $w = ${weights}$. Choose another target to see what this part shows.`,
    ]
  return null
}

export interface Scatter {
  /** Standard deviation of the loss of one batch at the best weights. */
  readonly noise: number
  /** Whether the curve looks smooth: many rows keep an input, and the loss scatters little. */
  readonly isSmooth: boolean
  /** Expected loss at the start. */
  readonly top: number
}

/** How the loss of a batch scatters in this training. */
export function scatterOf(training: Training, values: Values, declared: DropoutValues): Scatter {
  const { point, dropRate, batchSize, start } = training
  const noise = batchLossDeviation(point, dropRate, dropoutSolution(point, dropRate), batchSize)
  const top = expectedLossAt(expectedLossForm(point, dropRate), start)
  const floor = trainLossFloor(point, dropRate)
  // What the run measured includes the wandering of the weights; Adam has no expectation to measure it from.
  const scatter = declared.residual.of(values) ?? noise
  const isSmooth = scatter < 0.1 * Math.max(top, floor) && batchSize * (1 - dropRate) >= 10
  return { noise, isSmooth, top }
}
