import { choice, number } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { numbers, numberValue, tableValue } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import type { TrainEvent } from '../../train.ts'
import { guidance } from '../guidance.ts'
import { dataFields, type DataParams } from '../fields.ts'
import { dataOf } from '../pure/data.ts'
import { bothWays, UnsolvableError, type GammaParams } from '../pure/solve.ts'
import { dataNotes, penaltyWarnings, warningsOn } from '../warnings.ts'

export const values = {
  difference: numberValue('2c.difference', {
    label: 'Largest difference',
    sentence:
      'Largest difference between the two solutions, relative to the largest weight; zero except for rounding.',
  }),
  direct: tableValue('2c.direct', {
    label: 'Solved directly',
    sentence: 'Weights that minimise ‖y − X w‖² + ‖Γ w‖².',
    columns: { column: numbers('column'), w: numbers('w') },
  }),
  mapped: tableValue('2c.mapped', {
    label: 'Solved as ridge, mapped back',
    sentence: 'Weights of the classical ridge problem with data matrix √λ X Γ⁻¹, and √λ Γ⁻¹ times them.',
    columns: {
      column: numbers('column'),
      ridge: numbers('ridge weight'),
      mapped: numbers('mapped back'),
    },
  }),
}

const fields = {
  ...dataFields,
  gamma: choice({
    label: 'Matrix Γ',
    help: 'The change of variables only needs Γ to be invertible.',
    default: 'dropout',
    options: [
      { value: 'dropout', label: 'Dropout’s, diagonal' },
      { value: 'dense', label: 'Random, not diagonal' },
    ],
  }),
  lambda: number({
    label: 'Ridge penalty λ',
    help: 'Penalty of the classical ridge problem; changing λ only rescales its data matrix.',
    default: 1,
    min: 0.001,
    max: 1000,
    scale: 'log',
  }),
}

/** The two solutions and their difference. */
function* compareSolutions(params: DataParams & GammaParams): Generator<TrainEvent> {
  try {
    const { direct, ridge, mapped, difference } = bothWays(dataOf(params), params)
    yield values.direct.is(direct.map((w, j) => ({ column: j + 1, w })))
    yield values.mapped.is(mapped.map((back, j) => ({ column: j + 1, ridge: ridge[j] ?? 0, mapped: back })))
    yield values.difference.is(difference)
  } catch (error) {
    if (!(error instanceof UnsolvableError)) throw error
    for (const value of Object.values(values)) yield value.isNotMeasured(error.message)
  }
}

/** Relative differences below this are what rounding leaves of a problem that is not ill-conditioned. */
const rounding = 1e-9

function agreement(difference: number): string {
  if (difference === 0) return 'the weights agree to the last digit.'
  const amount = String.raw`the weights differ by $${tex(difference)}$ of the largest weight`
  return difference < rounding
    ? `${amount}, which is rounding.`
    : `${amount}. That is more than rounding causes in an ordinary problem: with these data the solution depends on the last digits.`
}

function answer(run: Values, { lambda, gamma }: GammaParams): string[] {
  const rescaled =
    lambda === 1
      ? ''
      : String.raw` With the penalty $\lambda = ${tex(lambda)}$ written out, $\tilde w = \Gamma w/\sqrt\lambda$ and $\tilde X = \sqrt\lambda\,X\Gamma^{-1}$.`
  return [
    String.raw`Substitute $\tilde w = \Gamma w$, so $w = \Gamma^{-1}\tilde w$: $\lVert y - X\Gamma^{-1}\tilde w\rVert^2 + \lVert\tilde w\rVert^2$. That is classical ridge regression with $\lambda = 1$ and data matrix $\tilde X = X\Gamma^{-1}$; the map is one to one, so minimisers map to minimisers.${rescaled}`,
    String.raw`This run solved both problems by two methods (Householder reflections and singular values)${gamma === 'dense' ? String.raw`, with a $\Gamma$ that is not diagonal` : ''}: mapped back, ${agreement(measured(run, values.difference))}`,
  ]
}

const question = String.raw`$\Gamma$ is invertible. Change variables so that the Tikhonov problem becomes classical ridge regression. What is its data matrix $\tilde X$?`

export const part = definePart({
  id: '2c',
  title: 'Tikhonov as classical ridge regression',
  shortTitle: 'Ridge form',
  question,
  asks: [{ id: '', text: question, ...guidance['2c'] }],
  slots: {
    main: slot({
      title: 'Tikhonov as classical ridge regression',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      series: [],
      values: Object.values(values),
      tracks: () => [],
      steps: () => 0,
      warnings: (params) => warningsOn(params, (data) => penaltyWarnings(data, params)),
      notes: dataNotes,
      train: (_, params) => compareSolutions(params),
      answers: { '': answer },
    }),
  },
})
