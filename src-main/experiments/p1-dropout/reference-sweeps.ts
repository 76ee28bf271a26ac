import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf } from './plan.ts'
import { percent, tex, texWeights, weightsOf } from './reference-text.ts'
import { descentModes, dropoutSolution } from './theory.ts'
import { stabilityBound } from './stability.ts'

/** Part 1g: the jump at p = 0, and what limits the trained dots. */
export function answer1g(values: Values, params: Problem1Params): string[] {
  const point = pointOf(params)
  const smallest = params.sweepRates.filter((rate) => rate > 0).sort((a, b) => a - b)[0]
  const largest = Math.max(...params.sweepRates)
  const { batchSize, learningRate, iterations } = params
  const bound = stabilityBound({ point, dropRate: largest, batchSize, momentum: 0 }).inMeanSquare
  const dots: string[] = []
  if (smallest !== undefined && params.optimizer === 'sgd') {
    const slow = descentModes(point, smallest, learningRate)[1]
    dots.push(
      String.raw`The dots lie on the curves up to noise, except at small rates, where the valley is flattest: at $p = ${smallest}$ the slow direction still holds ${percent(Math.abs(slow.contraction) ** iterations)} of its first error after ${iterations} steps. At large rates the learning rate is the limit: at $p = ${largest}$ SGD is stable below $${tex(bound)}$, because the curvature grows like $1/(1-p)$.`,
    )
  }
  return [
    String.raw`As $p$ falls to 0 the solution tends to $${texWeights(weightsOf(values, '1g', 'limit.'))}$, equal contributions, but at $p = 0$ it is $${texWeights(weightsOf(values, '1g', 'zero.'))}$.`,
    String.raw`For every $p > 0$ (and no input zero) the matrix of part c is invertible and the minimiser unique: the penalty $\frac{p}{1-p}\sum_j (x_j w_j)^2$ is weak, but among the weights that fit the point it alone decides, and chooses equal contributions. At $p = 0$ it is gone, the matrix has rank 1, and a whole line of weights is optimal; which of them comes out is decided by something else: gradient descent from the origin (and the pseudo-inverse) takes the smallest norm. The loss is continuous in $p$; its minimiser is not. With $x_1^2 = x_2^2$ both rules would choose the same weights, and there would be no jump.`,
    ...dots,
  ]
}

/** Part 1h: the optimizer decides only where the minimiser is not unique. */
export function answer1h(values: Values, params: Problem1Params): string[] {
  const point = pointOf(params)
  const of = (track: string): string => texWeights(weightsOf(values, '1h', `${track}.`))
  const sum = Math.abs(point.x1) + Math.abs(point.x2)
  const size = sum === 0 ? 0 : point.y / sum
  const equal = { w1: Math.sign(point.x1) * size, w2: Math.sign(point.x2) * size }
  const isAtOrigin = params.start1 === 0 && params.start2 === 0
  const landing = isAtOrigin
    ? String.raw`From the origin both weights therefore move by equal amounts, to $y / (|x_1| + |x_2|)$ in size: $${texWeights(equal)}$.`
    : 'Both weights therefore move by equal amounts from their start, until the point is fitted.'
  const dropped =
    params.dropRate > 0
      ? String.raw`With dropout ($p = ${params.dropRate}$): SGD $${of('sgd50')}$, Adam $${of('adam50')}$; the formula of part c gives $${texWeights(dropoutSolution(point, params.dropRate))}$. Here the minimiser is unique, so any optimizer that converges finds it, up to noise. The optimizer changes the path, the speed and the noise around the end, not the end.`
      : String.raw`With the drop rate at 0 the second pair repeats the first: SGD $${of('sgd50')}$, Adam $${of('adam50')}$.`
  return [
    String.raw`Without dropout: SGD $${of('sgd0')}$, Adam $${of('adam0')}$. The solution changes. Every gradient is a multiple of $x$; SGD follows it, but Adam divides each coordinate by a running size of that same coordinate, and the factor $|x_j|$ cancels. ${landing} Both ends fit the point; which exact solution comes out is the optimizer's implicit bias.`,
    dropped,
  ]
}
