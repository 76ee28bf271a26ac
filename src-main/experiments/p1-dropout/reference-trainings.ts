import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf } from './plan.ts'
import { numberOf, numberOrNull, percent, tex, texWeights, weightsOf } from './reference-text.ts'
import {
  batchLossDeviation,
  descentModes,
  dropoutSolution,
  expectedLossAt,
  expectedLossForm,
  expectedWeights,
  trainLossFloor,
} from './theory.ts'

/** How far the measured weights are from part 1c, and how much of that SGD's slow direction explains. */
function comparison(part: string, values: Values, params: Problem1Params): string {
  const point = pointOf(params)
  const goal = dropoutSolution(point, params.dropRate)
  const measured = String.raw`The weights are $${texWeights(weightsOf(values, part))}$; the formula of part c gives $${texWeights(goal)}$, a distance of $${tex(numberOf(values, part, 'distance'))}$.`
  if (params.optimizer !== 'sgd') return measured
  const start = { w1: params.start1, w2: params.start2 }
  const { learningRate, iterations } = params
  const mean = expectedWeights(point, params.dropRate, start, learningRate, iterations)
  const { contraction, timeConstant } = descentModes(point, params.dropRate, learningRate)[1]
  const expected = String.raw`${measured} Averaged over all possible masks, SGD would stand at $${texWeights(mean)}$ after ${iterations} steps`
  if (!Number.isFinite(timeConstant)) return `${expected}.`
  return String.raw`${expected}: along the flat direction each step leaves $${tex(contraction)}$ of the error (a time constant of ${timeConstant.toFixed(0)} steps), and ${percent(Math.abs(contraction) ** iterations)} of the first error is left.`
}

const withoutDropout =
  'At drop rate 0 every row keeps both inputs, so this is part b whatever the batch size is: no noise, no floor. Choose a drop rate above 0 to see what this part is about.'

/** Part 1d: why a batch of one never settles. */
export function answer1d(values: Values, params: Problem1Params): string[] {
  if (params.dropRate === 0) return [withoutDropout]
  const point = pointOf(params)
  const goal = dropoutSolution(point, params.dropRate)
  const noise = batchLossDeviation(point, params.dropRate, goal, params.batchSize)
  const residual = numberOrNull(values, '1d', 'residual')
  const besideTheory =
    residual === null
      ? ''
      : String.raw` In this run the loss differed from its expectation by $${tex(residual)}$ (root mean square).`
  const dropped = numberOf(values, '1d', 'allDropped')
  return [
    String.raw`The curve is jagged and never settles: it jumps among the losses of the masks drawn. In ${percent(dropped)} of the logged steps every row had lost both inputs; then the loss is exactly $y^2 = ${tex(point.y ** 2)}$, the gradient is zero, and nothing can be learned. Even at the best weights one batch of ${params.batchSize} scatters by $\pm ${tex(noise)}$ around the mean of $${tex(trainLossFloor(point, params.dropRate))}$.${besideTheory}`,
    comparison('1d', values, params),
    'No weights satisfy the four masked equations together, so at the solution it is only the average gradient that vanishes. Each single step still pulls towards the equation it happened to draw; with a constant learning rate the weights wander around the solution and do not stop there.',
  ]
}

/** Part 1e: what averaging over a large batch changes, and the two time scales. */
export function answer1e(values: Values, params: Problem1Params): string[] {
  if (params.dropRate === 0) return [withoutDropout]
  const point = pointOf(params)
  const { dropRate, batchSize, learningRate } = params
  const goal = dropoutSolution(point, dropRate)
  const start = { w1: params.start1, w2: params.start2 }
  const noise = batchLossDeviation(point, dropRate, goal, batchSize)
  const single = batchLossDeviation(point, dropRate, goal, 1)
  const [fast, slow] = descentModes(point, dropRate, learningRate)
  const scales =
    params.optimizer === 'sgd'
      ? String.raw` There are two time scales: the expected loss is a valley with curvatures $${tex(fast.eigenvalue)}$ and $${tex(slow.eigenvalue)}$, so a step leaves $${tex(fast.contraction)}$ of the error across it, but $${tex(slow.contraction)}$ of the error along it. Hence a drop within a few steps, and then a long slope.`
      : ''
  return [
    String.raw`The curve is nearly smooth: it falls from $${tex(expectedLossAt(expectedLossForm(point, dropRate), start))}$ towards the floor $${tex(numberOf(values, '1e', 'floor'))}$, which no weights can beat, and the last batch read $${tex(numberOf(values, '1e', 'finalLoss'))}$.${scales}`,
    String.raw`It differs from part d by averaging: the mean of $B$ independent masks has a noise smaller by $\sqrt{B} = ${tex(Math.sqrt(batchSize))}$, so at the solution the loss scatters by $\pm ${tex(noise)}$ and not by $\pm ${tex(single)}$, and each gradient is close to the expected one. The floor stays: averaging removes the noise of dropout, not its bias.`,
    comparison('1e', values, params),
  ]
}

/** Part 1f: terms of the output in the ratio of squares without dropout, and equal with it. */
export function answer1f(values: Values, params: Problem1Params): string[] {
  const { x1, x2, y } = pointOf(params)
  const q = 1 - params.dropRate
  const term = (name: string): number => numberOf(values, '1f', name)
  const [plain1, plain2] = [term('plain.term1'), term('plain.term2')]
  const [dropped1, dropped2] = [term('dropout.term1'), term('dropout.term2')]
  const ratio = (a: number, b: number): string =>
    b === 0 ? 'one of them is zero' : `a ratio of $${tex(a / b)}$`
  const weights = (first: number, second: number): string =>
    texWeights({ w1: x1 === 0 ? 0 : first / x1, w2: x2 === 0 ? 0 : second / x2 })
  const pulls =
    x1 !== 0 && x2 !== 0 && params.dropRate > 0
      ? String.raw` With only $x_1$ kept the row asks for $w_1 = qy/x_1 = ${tex((q * y) / x1)}$, with only $x_2$ kept for $w_2 = qy/x_2 = ${tex((q * y) / x2)}$: each input must be able to carry the output alone.`
      : ''
  return [
    String.raw`Without dropout the terms of the output are $x_1 w_1 = ${tex(plain1)}$ and $x_2 w_2 = ${tex(plain2)}$ (${ratio(plain1, plain2)}; $w = ${weights(plain1, plain2)}$). With dropout they are $${tex(dropped1)}$ and $${tex(dropped2)}$ (${ratio(dropped1, dropped2)}; $w = ${weights(dropped1, dropped2)}$).`,
    String.raw`Without dropout the gradient is a multiple of $x$, so a weight grows in proportion to its input, and its term to the square of it: the larger input does nearly all the work.`,
    String.raw`Dropout punishes that. The expected loss contains $\frac{p}{1-p}\sum_j (x_j w_j)^2$, and for a given output a sum of squares is least when the terms are equal.${pulls} What is left of the difference in this run is training not finished along the flat direction, and noise.`,
  ]
}
