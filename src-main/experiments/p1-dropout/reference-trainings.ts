import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf } from './plan.ts'
import { comparison, timeScales } from './reference-modes.ts'
import { unstableAnswer } from './reference-stability.ts'
import { numberOf, numberOrNull, percent, steps, tex, texWeights, weightsOf } from './reference-text.ts'
import {
  batchLossDeviation,
  dropoutSolution,
  expectedLossAt,
  expectedLossForm,
  trainLossFloor,
} from './theory.ts'

/** The answer where the settings leave the question nothing to ask about: unstable, no dropout, nothing to fit. */
function settledBefore(part: string, values: Values, params: Problem1Params): string[] | null {
  const unstable = unstableAnswer(part, values, params)
  if (unstable) return unstable
  const { x1, x2, y } = pointOf(params)
  if (x1 === 0 && x2 === 0)
    return [
      String.raw`Both inputs are zero: the output is 0 whatever the weights are, the gradient is zero, and every loss is $y^2 = ${tex(y ** 2)}$. Choose an input other than 0 to see what this part is about.`,
    ]
  const weights = texWeights(weightsOf(values, part))
  if (params.dropRate === 0)
    return [
      String.raw`At drop rate 0 every row keeps both inputs, so this is part b whatever the batch size is: no noise, no floor. The run ends at $w = ${weights}$. Choose a drop rate above 0 to see what this part is about.`,
    ]
  if (y === 0)
    return [
      String.raw`With target 0 the weights zero satisfy every masked row, so the rows do not contradict each other: the floor is 0, and at the solution dropout makes no noise. The run ends at $w = ${weights}$. Choose another target to see what this part is about.`,
    ]
  return null
}

/** How one batch scatters at the best weights, and whether the curve looks smooth: many rows kept, little scatter. */
function scatterOf(
  part: string,
  values: Values,
  params: Problem1Params,
): { noise: number; isSmooth: boolean; top: number } {
  const point = pointOf(params)
  const form = expectedLossForm(point, params.dropRate)
  const noise = batchLossDeviation(
    point,
    params.dropRate,
    dropoutSolution(point, params.dropRate),
    params.batchSize,
  )
  const top = expectedLossAt(form, { w1: params.start1, w2: params.start2 })
  const floor = trainLossFloor(point, params.dropRate)
  // What the run measured counts the wandering of the weights too; Adam has no expectation to measure it from.
  const scatter = numberOrNull(values, part, 'residual') ?? noise
  const isSmooth = scatter < 0.1 * Math.max(top, floor) && params.batchSize * (1 - params.dropRate) >= 10
  return { noise, isSmooth, top }
}

/** How often every row had lost both inputs, and what the loss is then. */
function allDroppedSentence(dropped: number, params: Problem1Params): string {
  const { y } = pointOf(params)
  if (dropped === 0) return 'In none of the logged steps had every row lost both inputs.'
  return String.raw`In ${percent(dropped)} of the logged steps every row had lost both inputs; then the loss is exactly $y^2 = ${tex(y ** 2)}$, the gradient is zero, and nothing can be learned.`
}

/** Part 1d: why a batch of one never settles. */
export function answer1d(values: Values, params: Problem1Params): string[] {
  const settled = settledBefore('1d', values, params)
  if (settled) return settled
  const point = pointOf(params)
  const { noise, isSmooth } = scatterOf('1d', values, params)
  const residual = numberOrNull(values, '1d', 'residual')
  const besideTheory =
    residual === null
      ? ''
      : String.raw` In this run the loss differed from its expectation by $${tex(residual)}$ (root mean square).`
  const dropped = numberOf(values, '1d', 'allDropped')
  const shape = isSmooth
    ? `The curve scatters little, because each batch averages over ${params.batchSize} masks; with one row a step it would be jagged.`
    : dropped > 0.9
      ? 'Most of the curve is one flat line, broken where a row keeps an input.'
      : 'The curve is jagged and never settles: it jumps among the losses of the masks drawn.'
  const other = point.x1 === 0 ? point.x2 : point.x1
  const reason =
    point.x1 !== 0 && point.x2 !== 0
      ? 'No weights satisfy the four masked equations together, so at the solution it is only the average gradient that vanishes. Each single step still pulls towards the equation it happened to draw; with a constant learning rate the weights wander around the solution and do not stop there.'
      : String.raw`Only one input is not zero. Every row that keeps it asks for the same weight, $qy/x_j = ${tex(((1 - params.dropRate) * point.y) / other)}$, and a row that loses it has no gradient; so the steps do not pull against each other, the weights can settle, and only the loss goes on jumping.`
  return [
    String.raw`${shape} ${allDroppedSentence(dropped, params)} Even at the best weights one batch of ${params.batchSize} scatters by $\pm ${tex(noise)}$ around the mean of $${tex(trainLossFloor(point, params.dropRate))}$.${besideTheory}`,
    comparison('1d', values, params),
    reason,
  ]
}

/** What the loss of part e did in this run, against the floor. */
function courseOf(values: Values, params: Problem1Params, top: number): string {
  const floor = numberOf(values, '1e', 'floor')
  const last = `the last batch read $${tex(numberOf(values, '1e', 'finalLoss'))}$`
  const end = numberOrNull(values, '1e', 'expectedLoss')
  const bound = `the floor, which no weights can beat, is $${tex(floor)}$`
  if (end === null)
    return `It starts at an expected $${tex(top)}$, and after ${steps(params.iterations)} ${last}; ${bound}.`
  const verb = end < top ? 'falls' : 'rises'
  const course =
    tex(end) === tex(top) ? `stays near $${tex(top)}$` : `${verb} from $${tex(top)}$ to $${tex(end)}$`
  return `The expected loss ${course} in ${steps(params.iterations)}, and ${last}; ${bound}, so the expected loss ends $${tex(end - floor)}$ above it.`
}

/** Part 1e: what averaging over a large batch changes, and the two time scales. */
export function answer1e(values: Values, params: Problem1Params): string[] {
  const settled = settledBefore('1e', values, params)
  if (settled) return settled
  const point = pointOf(params)
  const { dropRate, batchSize } = params
  const { noise, isSmooth, top } = scatterOf('1e', values, params)
  const single = batchLossDeviation(point, dropRate, dropoutSolution(point, dropRate), 1)
  const shape = isSmooth
    ? 'The curve is nearly smooth.'
    : `The curve is rough: a batch of ${batchSize} averages too little.`
  const averaging =
    batchSize === 1
      ? 'With a batch of one row this is part d; choose a larger batch to see what averaging changes.'
      : String.raw`It differs from part d by averaging: the mean of $B$ independent masks has a noise smaller by $\sqrt{B} = ${tex(Math.sqrt(batchSize))}$, so at the solution the loss scatters by $\pm ${tex(noise)}$ and not by $\pm ${tex(single)}$, and each gradient is ${isSmooth ? 'close' : 'closer'} to the expected one. The floor stays: averaging removes the noise of dropout, not its bias.`
  return [
    `${shape} ${courseOf(values, params, top)}${timeScales(params)}`,
    averaging,
    comparison('1e', values, params),
  ]
}
