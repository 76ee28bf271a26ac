import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf } from './plan.ts'
import { numberOf, tex, texWeights, weightsOf } from './reference-text.ts'
import { cleanOutput, descentLimit, expectedLossForm, leastSquares } from './theory.ts'

/** Part 1a: the minimum-norm solution, and why a pseudo-inverse is needed. */
export function answer1a(values: Values, params: Problem1Params): string[] {
  const point = pointOf(params)
  const square = point.x1 ** 2 + point.x2 ** 2
  if (square === 0)
    return [
      'Both inputs are zero, so no weights change the output; the solution of smallest norm is the origin.',
    ]
  return [
    String.raw`$X = [${tex(point.x1)},\ ${tex(point.x2)}]$ is one row, so $X^\top X$ has rank 1 and no inverse; the pseudo-inverse takes its place: $\hat w = (X^\top X)^{+} X^\top y = X^\top (X X^\top)^{-1} y = \frac{y}{\lVert x\rVert^2}\,x = \frac{${tex(point.y)}}{${tex(square)}}\,x = ${texWeights(weightsOf(values, '1a'))}$.`,
    String.raw`Every $w$ on the line $${tex(point.x1)}\,w_1 + ${tex(point.x2)}\,w_2 = ${tex(point.y)}$ fits the point exactly. This one is the point of the line nearest the origin; it splits the output in the ratio $x_1^2 : x_2^2 = ${tex(point.x1 ** 2)} : ${tex(point.x2 ** 2)}$.`,
  ]
}

/** Part 1b: gradient descent stays in the span of x. */
export function answer1b(values: Values, params: Problem1Params): string[] {
  const point = pointOf(params)
  const start = { w1: params.start1, w2: params.start2 }
  const result = String.raw`It ends at $w = ${texWeights(weightsOf(values, '1b'))}$, at a distance of $${tex(numberOf(values, '1b', 'distance'))}$ from the solution $${texWeights(leastSquares(point))}$ of part a.`
  if (params.optimizer === 'adam')
    return [
      result,
      String.raw`Adam rescales each coordinate of the gradient, so the weights leave the direction of $x$ and may reach another point of the line of exact solutions (see part h). SGD would not.`,
    ]
  const contraction = 1 - 2 * params.learningRate * (point.x1 ** 2 + point.x2 ** 2)
  const speed =
    params.optimizer === 'sgd'
      ? String.raw` Each step multiplies the residual by $1 - 2\eta\lVert x\rVert^2 = ${tex(contraction)}$ and the loss by its square, $${tex(contraction ** 2)}$: a straight line on a logarithmic axis.`
      : ' Momentum changes the speed, not the direction.'
  const isAtOrigin = start.w1 === 0 && start.w2 === 0
  return [
    result,
    String.raw`Every gradient, $2(x^\top w - y)\,x$, is a multiple of $x$, so the weights move along $x$ and stop at the exact solution nearest their start.${speed}`,
    isAtOrigin
      ? 'From the origin that is the solution of minimum norm, so when descent is stable and runs long enough, both parts agree.'
      : String.raw`From the start $${texWeights(start)}$ that is $${texWeights(descentLimit(point, start))}$; only from a multiple of $x$, such as the origin, is it the solution of part a.`,
  ]
}

/** Part 1c: the normal equations in expectation, and their reading as a penalty. */
export function answer1c(values: Values, params: Problem1Params): string[] {
  const point = pointOf(params)
  const p = params.dropRate
  const { a11, a12, a22, b1, b2 } = expectedLossForm(point, p)
  const weights = weightsOf(values, '1c')
  const uniqueness =
    p > 0 && point.x1 !== 0 && point.x2 !== 0
      ? 'The matrix is invertible, so the solution is unique'
      : 'The matrix is singular, so the solution of smallest norm is taken'
  return [
    String.raw`Weighting the four masked rows by their probabilities, with $q = 1 - p = ${tex(1 - p)}$, gives the normal equations $\begin{bmatrix} x_1^2/q & x_1 x_2 \\ x_1 x_2 & x_2^2/q \end{bmatrix} w = \begin{bmatrix} x_1 y \\ x_2 y \end{bmatrix}$, here $\begin{bmatrix} ${tex(a11)} & ${tex(a12)} \\ ${tex(a12)} & ${tex(a22)} \end{bmatrix} w = \begin{bmatrix} ${tex(b1)} \\ ${tex(b2)} \end{bmatrix}$. ${uniqueness}: $w = ${texWeights(weights)}$.`,
    String.raw`On the clean input these weights give $${tex(cleanOutput(point, weights))}$ in place of $${tex(point.y)}$, a loss of $${tex(numberOf(values, '1c', 'cleanLoss'))}$; with dropout on, the expected loss is $${tex(numberOf(values, '1c', 'trainLoss'))}$, and no weights do better. The four equations contradict each other: with both inputs dropped the output is 0 whatever the weights are.`,
    String.raw`The expected loss is $(x^\top w - y)^2 + \frac{p}{q}\sum_j x_j^2 w_j^2$: dropout adds a ridge penalty on the contribution $x_j w_j$ of each input, not on the weight itself. So the contributions come out equal, and the output shrinks.`,
  ]
}
