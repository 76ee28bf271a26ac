import type { ParamsOf } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { numbers, numberValue, tableValue, texts } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { texWeights, weightsIn } from '../answer-text.ts'
import { dropRate, pointFields, pointOf } from '../fields.ts'
import {
  cleanLoss,
  cleanOutput,
  dropoutSolution,
  expectedLossForm,
  maskLosses,
  trainLossFloor,
} from '../pure/theory.ts'

const title = 'Least squares with dropout'
const question =
  'Each input is dropped with probability $p$, half of the time by default. Which weights minimise the expected squared error now?'

const fields = { ...pointFields, dropRate }

const w1 = numberValue('1c.w1', {
  label: 'w1',
  sentence: 'First weight of the minimiser of the expected loss under dropout.',
})
const w2 = numberValue('1c.w2', {
  label: 'w2',
  sentence: 'Second weight of the minimiser of the expected loss under dropout.',
})
const clean = numberValue('1c.cleanLoss', {
  label: 'Clean loss',
  sentence: 'Squared error of these weights with dropout off.',
})
const trainLoss = numberValue('1c.trainLoss', {
  label: 'Training loss',
  sentence: 'Expected squared error of these weights with dropout on.',
})
export const masks = tableValue('1c.masks', {
  label: 'The four masks',
  sentence: 'Row, target and probability of each mask, and its loss.',
  columns: {
    mask: texts('mask'),
    x1: numbers('x1', { note: 'First input of the masked row.' }),
    x2: numbers('x2', { note: 'Second input of the masked row.' }),
    target: numbers('target'),
    probability: numbers('probability'),
    loss: numbers('loss', { note: 'Squared error of the masked row at the solution.' }),
  },
})

/** The normal equations in expectation, and their reading as a penalty. */
function answer(values: Values, params: ParamsOf<typeof fields>): readonly string[] {
  const point = pointOf(params)
  const p = params.dropRate
  const { a11, a12, a22, b1, b2 } = expectedLossForm(point, p)
  const weights = weightsIn(values, { w1, w2 })
  const inputs = [point.x1, point.x2].filter((x) => x !== 0).length
  if (inputs === 0)
    return [
      String.raw`Both inputs are zero: the output is 0 for all weights, with or without dropout, and the loss is $y^2 = ${tex(point.y ** 2)}$. The solution of smallest norm is the origin.`,
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
      'With target 0, zero weights satisfy every masked row, so dropout changes nothing: both losses are 0. Choose another target to see its effect.',
    ]
  const penalty = String.raw`The expected loss is $(x^\top w - y)^2 + \frac{p}{q}\sum_j x_j^2 w_j^2$: dropout adds a ridge penalty on the contribution $x_j w_j$ of each input, not on the weight itself.`
  return [
    equations,
    String.raw`On the clean input these weights give $${tex(cleanOutput(point, weights))}$ in place of $${tex(point.y)}$, a loss of $${tex(measured(values, clean))}$; with dropout on, the expected loss is $${tex(measured(values, trainLoss))}$, and no weights do better. The four equations contradict each other: with both inputs dropped the output is 0 whatever the weights are.`,
    inputs === 2
      ? `${penalty} The contributions are therefore equal, and the output shrinks.`
      : String.raw`${penalty} Only one input is nonzero, so there is one contribution, and it shrinks from $y$ to $qy = ${tex((1 - p) * point.y)}$; the weight of the other input changes nothing, and the smallest norm sets it to 0.`,
  ]
}

export const part = definePart({
  id: '1c',
  title,
  shortTitle: 'Dropout: formula',
  question,
  asks: [{ id: '', text: question, ...guidance['1c'] }],
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields,
      series: [],
      values: [w1, w2, clean, trainLoss, masks],
      tracks: () => [],
      steps: () => 0,
      train(_, params) {
        const point = pointOf(params)
        const solution = dropoutSolution(point, params.dropRate)
        const rows = maskLosses(point, params.dropRate, solution).map((mask) => ({
          mask: mask.label,
          x1: mask.row[0],
          x2: mask.row[1],
          target: mask.target,
          probability: mask.probability,
          loss: mask.loss,
        }))
        return [
          w1.is(solution.w1),
          w2.is(solution.w2),
          clean.is(cleanLoss(point, solution)),
          trainLoss.is(trainLossFloor(point, params.dropRate)),
          masks.is(rows),
        ]
      },
      answers: { '': answer },
    }),
  },
})
