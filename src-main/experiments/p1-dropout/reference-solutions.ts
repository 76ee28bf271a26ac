import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf } from './plan.ts'
import { unstableAnswer } from './reference-stability.ts'
import { numberOf, percent, steps, tex, texFactor, texWeights, weightsOf } from './reference-text.ts'
import { cleanOutput, descentLimit, expectedLossForm, leastSquares } from './theory.ts'

/** Part 1a: the minimum-norm solution, and why a pseudo-inverse is needed. */
export function answer1a(values: Values, params: Problem1Params): string[] {
  const point = pointOf(params)
  const square = point.x1 ** 2 + point.x2 ** 2
  if (square === 0)
    return [
      'Both inputs are zero, so no weights change the output; the solution of smallest norm is the origin.',
    ]
  const line = String.raw`${tex(point.x1)}\,w_1 ${point.x2 < 0 ? '-' : '+'} ${tex(Math.abs(point.x2))}\,w_2`
  const share =
    point.y === 0
      ? 'with target 0 that is the origin itself'
      : String.raw`it splits the output in the ratio $x_1^2 : x_2^2 = ${tex(point.x1 ** 2)} : ${tex(point.x2 ** 2)}$`
  return [
    String.raw`$X = [${tex(point.x1)},\ ${tex(point.x2)}]$ is one row, so $X^\top X$ has rank 1 and no inverse; the pseudo-inverse takes its place: $\hat w = (X^\top X)^{+} X^\top y = X^\top (X X^\top)^{-1} y = \frac{y}{\lVert x\rVert^2}\,x = \frac{${tex(point.y)}}{${tex(square)}}\,x = ${texWeights(weightsOf(values, '1a'))}$.`,
    String.raw`Every $w$ on the line $${line} = ${tex(point.y)}$ fits the point exactly. This one is the point of the line nearest the origin; ${share}.`,
  ]
}

/** What plain SGD leaves of the residual in a run of these settings. */
function residualLeft(params: Problem1Params): string {
  const { x1, x2 } = pointOf(params)
  const decrease = 2 * params.learningRate * (x1 ** 2 + x2 ** 2)
  const contraction = 1 - decrease
  const left = Math.abs(contraction) ** params.iterations
  if (contraction === 0)
    return 'The first step removes the whole residual, because $2\\eta\\lVert x\\rVert^2 = 1$.'
  const squared = texFactor(contraction ** 2, decrease * (2 - decrease))
  return String.raw`Each step multiplies the residual by $1 - 2\eta\lVert x\rVert^2 = ${texFactor(contraction, decrease)}$ and the loss by its square, $${squared}$: a straight line on a logarithmic axis. After ${steps(params.iterations)}, ${percent(left)} of the first residual is left${left > 0.01 ? ', so this run is not at its end' : ''}.`
}

/** Part 1b: gradient descent stays in the span of x. */
export function answer1b(values: Values, params: Problem1Params): string[] {
  const unstable = unstableAnswer('1b', values, params)
  if (unstable) return unstable
  const point = pointOf(params)
  const start = { w1: params.start1, w2: params.start2 }
  const weights = weightsOf(values, '1b')
  if (point.x1 === 0 && point.x2 === 0)
    return [
      String.raw`Both inputs are zero, so the gradient is zero, and the weights stay at their start, $${texWeights(weights)}$.`,
    ]
  const result = String.raw`It ends at $w = ${texWeights(weights)}$, at a distance of $${tex(numberOf(values, '1b', 'distance'))}$ from the solution $${texWeights(leastSquares(point))}$ of part a; its last loss is $${tex(numberOf(values, '1b', 'finalLoss'))}$.`
  if (cleanOutput(point, start) === point.y)
    return [
      result,
      'The start already fits the point, so the gradient is zero and no step moves the weights.',
    ]
  if (params.optimizer === 'adam') {
    const isAlongInput = point.x1 * point.x2 === 0 || Math.abs(point.x1) === Math.abs(point.x2)
    return [
      result,
      isAlongInput
        ? 'Adam rescales each coordinate of the gradient. Here that changes no direction, because the inputs are of equal size or one of them is zero: it moves along $x$, as SGD does.'
        : 'Adam rescales each coordinate of the gradient, so the weights leave the direction of $x$ and make for another point of the line of exact solutions (see part h). SGD would not.',
    ]
  }
  const speed =
    params.optimizer === 'sgd' ? residualLeft(params) : 'Momentum changes the speed, not the direction.'
  const isAtOrigin = start.w1 === 0 && start.w2 === 0
  return [
    result,
    String.raw`Every gradient, $2(x^\top w - y)\,x$, is a multiple of $x$, so the weights move along $x$, towards the exact solution nearest their start. ${speed}`,
    isAtOrigin
      ? 'From the origin that is the solution of minimum norm, so in a run that is long enough both parts agree.'
      : String.raw`From the start $${texWeights(start)}$ that is $${texWeights(descentLimit(point, start))}$; only from a multiple of $x$, such as the origin, is it the solution of part a.`,
  ]
}

/** Part 1c: the normal equations in expectation, and their reading as a penalty. */
export function answer1c(values: Values, params: Problem1Params): string[] {
  const point = pointOf(params)
  const p = params.dropRate
  const { a11, a12, a22, b1, b2 } = expectedLossForm(point, p)
  const weights = weightsOf(values, '1c')
  const inputs = [point.x1, point.x2].filter((x) => x !== 0).length
  if (inputs === 0)
    return [
      String.raw`Both inputs are zero: the output is 0 whatever the weights are, dropped or not, and the loss is $y^2 = ${tex(point.y ** 2)}$. The solution of smallest norm is the origin.`,
    ]
  const uniqueness =
    p > 0 && inputs === 2
      ? 'The matrix is invertible, so the solution is unique'
      : 'The matrix is singular, so the solution of smallest norm is taken'
  const equations = String.raw`Weighting the four masked rows by their probabilities, with $q = 1 - p = ${tex(1 - p)}$, gives the normal equations $\begin{bmatrix} x_1^2/q & x_1 x_2 \\ x_1 x_2 & x_2^2/q \end{bmatrix} w = \begin{bmatrix} x_1 y \\ x_2 y \end{bmatrix}$, here $\begin{bmatrix} ${tex(a11)} & ${tex(a12)} \\ ${tex(a12)} & ${tex(a22)} \end{bmatrix} w = \begin{bmatrix} ${tex(b1)} \\ ${tex(b2)} \end{bmatrix}$. ${uniqueness}: $w = ${texWeights(weights)}$.`
  if (p === 0)
    return [
      equations,
      'At drop rate 0 only the mask that keeps both inputs ever occurs, so these are the equations and the solution of part a, and the point is fitted exactly. Choose a drop rate above 0 to see what dropout changes.',
    ]
  if (point.y === 0)
    return [
      equations,
      'With target 0 the weights zero satisfy every masked row, so dropout changes nothing: both losses are 0. Choose another target to see what it does.',
    ]
  const penalty = String.raw`The expected loss is $(x^\top w - y)^2 + \frac{p}{q}\sum_j x_j^2 w_j^2$: dropout adds a ridge penalty on the contribution $x_j w_j$ of each input, not on the weight itself.`
  return [
    equations,
    String.raw`On the clean input these weights give $${tex(cleanOutput(point, weights))}$ in place of $${tex(point.y)}$, a loss of $${tex(numberOf(values, '1c', 'cleanLoss'))}$; with dropout on, the expected loss is $${tex(numberOf(values, '1c', 'trainLoss'))}$, and no weights do better. The four equations contradict each other: with both inputs dropped the output is 0 whatever the weights are.`,
    inputs === 2
      ? `${penalty} So the contributions come out equal, and the output shrinks.`
      : String.raw`${penalty} Only one input is not zero, so there is one contribution, and it shrinks from $y$ to $qy = ${tex((1 - p) * point.y)}$; the weight of the other input changes nothing, and the smallest norm sets it to 0.`,
  ]
}
