import type { ParamsOf } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { tex } from '#text/number-tex.ts'
import { counted, percent } from '#text/words.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { unstableAnswer } from '../answer-stability.ts'
import { texFactor, texWeights, verdict, weightsIn } from '../answer-text.ts'
import { descentMeasured, descentValues } from '../descent-values.ts'
import { descendOnce } from '../descent.ts'
import { iterations, learningRate, logEvery, optimizerFields, pointFields, startFields } from '../fields.ts'
import { cleanOutput, descentLimit, leastSquares } from '../pure/theory.ts'
import { weightSeries } from '../series.ts'
import { trainingOf, type Training } from '../training.ts'
import { trainingWarnings } from '../warnings.ts'

const title = 'Gradient descent without dropout'
const question =
  'Train the same model by gradient descent. Which weights result, and are they those of part a?'

const fields = { ...pointFields, learningRate, iterations, ...optimizerFields, ...startFields, logEvery }
type Params = ParamsOf<typeof fields>

const values = descentValues('1b', 'a')

/** Without masks all rows of a batch are alike, so one row stands for any number. */
export const training = (params: Params): Training =>
  trainingOf(params, {
    track: 'main',
    stream: '1b.main',
    dropRate: 0,
    optimizer: params.optimizer,
    momentum: params.momentum,
    batchSize: 1,
  })

/** What plain SGD leaves of the residual in a run with these settings. */
function residualLeft({ point, learningRate, iterations }: Training): string {
  const decrease = 2 * learningRate * (point.x1 ** 2 + point.x2 ** 2)
  const contraction = 1 - decrease
  const left = Math.abs(contraction) ** iterations
  if (contraction === 0)
    return 'The first step removes the whole residual, because $2\\eta\\lVert x\\rVert^2 = 1$.'
  const squared = texFactor(contraction ** 2, decrease * (2 - decrease))
  return String.raw`Each step multiplies the residual by $1 - 2\eta\lVert x\rVert^2 = ${texFactor(contraction, decrease)}$ and the loss by its square, $${squared}$: a straight line on a logarithmic axis. After ${counted(iterations, 'step')}, ${percent(left)} of the initial residual is left${left > 0.01 ? ', so this run has not converged' : ''}.`
}

/** Gradient descent stays in the span of x. */
function answer(run: Values, params: Params): readonly string[] {
  const asked = training(params)
  const { point, start, optimizer } = asked
  const solution = leastSquares(point)
  const unstable = unstableAnswer(asked, run, values, {
    name: 'the solution of part a',
    weights: solution,
  })
  if (unstable) return unstable
  const weights = weightsIn(run, values)
  if (point.x1 === 0 && point.x2 === 0)
    return [
      String.raw`Both inputs are zero, so the gradient is zero, and the weights keep their initial values, $${texWeights(weights)}$.`,
    ]
  const result = String.raw`The run ends at $w = ${texWeights(weights)}$; part a gives $${texWeights(solution)}$. ${verdict(weights, solution, 'part a')} The final loss is $${tex(measured(run, values.finalLoss))}$.`
  if (cleanOutput(point, start) === point.y)
    return [
      result,
      'The initial weights already fit the point, so the gradient is zero and no step moves the weights.',
    ]
  if (optimizer === 'adam') {
    const isAlongInput = point.x1 * point.x2 === 0 || Math.abs(point.x1) === Math.abs(point.x2)
    return [
      result,
      isAlongInput
        ? 'Adam rescales each coordinate of the gradient. Here that does not change the direction, because the inputs are of equal size or one of them is zero: Adam moves along $x$, as SGD does.'
        : 'Adam rescales each coordinate of the gradient, so the weights leave the direction of $x$ and move towards another point of the line of exact solutions (see part h). SGD would not.',
    ]
  }
  const speed = optimizer === 'sgd' ? residualLeft(asked) : 'Momentum changes the speed, not the direction.'
  const isAtOrigin = start.w1 === 0 && start.w2 === 0
  return [
    result,
    String.raw`Every gradient, $2(x^\top w - y)\,x$, is a multiple of $x$, so the weights move along $x$, towards the exact solution nearest their start. ${speed}`,
    isAtOrigin
      ? 'From the origin that is the solution of minimum norm, so in a long enough run the two parts agree.'
      : String.raw`From the start $${texWeights(start)}$ that is $${texWeights(descentLimit(point, start))}$; only from a multiple of $x$, such as the origin, is it the solution of part a.`,
  ]
}

export const part = definePart({
  id: '1b',
  title,
  shortTitle: 'Gradient descent',
  question,
  asks: [{ id: '', text: question, ...guidance['1b'] }],
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields,
      series: weightSeries,
      values: Object.values(values),
      tracks: () => ['main'],
      steps: (params) => params.iterations,
      warnings: (params) => trainingWarnings([training(params)], params.optimizer),
      *train({ random }, params) {
        const outcome = yield* descendOnce(training(params), random)
        yield* descentMeasured(values, outcome, leastSquares(outcome.training.point))
      },
      answers: { '': answer },
    }),
  },
})
