import { list, type ParamsOf } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { numberValue, tableValue, type NumberValue } from '#contract/values.ts'
import { MissingValue, pending } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { weightsIn } from '../answer-text.ts'
import { descendSideBySide } from '../descent.ts'
import {
  batchSize,
  iterations,
  learningRate,
  logEvery,
  optimizerFields,
  pointFields,
  pointOf,
  startFields,
} from '../fields.ts'
import { leastSquares, limitAtZero } from '../pure/theory.ts'
import { weightSeries } from '../series.ts'
import { sweepAnswer } from '../sweep-answer.ts'
import { sweepColumns, sweepRows, type SweepQuantity, type SweepRow } from '../sweep-tables.ts'
import { trainingOf, type Training } from '../training.ts'
import { trainingWarnings, unstableAmong } from '../warnings.ts'

const title = 'Sweep of the drop rate'
const question =
  'As the drop rate varies, both weights change smoothly, except at rate 0. Where does the jump come from?'

const fields = {
  ...pointFields,
  sweepRates: list({
    label: 'Drop rates to train',
    help: 'One training for each rate; the trained weights are drawn as dots on the closed-form curves.',
    default: [0, 0.1, 0.3, 0.5, 0.7],
    min: 0,
    max: 1,
    isMaxExcluded: true,
    minLength: 1,
    maxLength: 20,
  }),
  learningRate,
  batchSize: { ...batchSize, default: 1024 },
  iterations: { ...iterations, default: 10_000 },
  ...optimizerFields,
  ...startFields,
  logEvery: { ...logEvery, default: 10 },
}
export type SweepParams = ParamsOf<typeof fields>

/** The name of the track that trains at this drop rate ("rate-0.1"). */
export const rateTrack = (dropRate: number): string => `rate-${dropRate}`

/** The drop rates to train, each once, smallest first. */
export const trainedRates = ({ sweepRates }: SweepParams): readonly number[] =>
  [...new Set(sweepRates)].sort((a, b) => a - b)

/** The trainings with these parameters, by rising drop rate. */
export const trainings = (params: SweepParams): readonly Training[] =>
  trainedRates(params).map((dropRate) => {
    const track = rateTrack(dropRate)
    return trainingOf(params, { ...params, dropRate, track, stream: `1g.${track}` })
  })

/** The drop rates at which the learning rate is unstable. */
export const unstableRates = (params: SweepParams): readonly number[] =>
  unstableAmong(trainings(params)).map(({ dropRate }) => dropRate)

const weightTable = (id: string, label: string, which: string) =>
  tableValue(id, {
    label,
    sentence: `${which} weight at each drop rate: closed form, trained, and expected after as many steps.`,
    columns: sweepColumns,
  })
/** The tables over the drop rate, by what they hold. */
export const tables = {
  w1: weightTable('1g.w1', 'w1 against p', 'First'),
  w2: weightTable('1g.w2', 'w2 against p', 'Second'),
  cleanLoss: tableValue('1g.cleanLoss', {
    label: 'Clean loss against p',
    sentence:
      'Squared error with dropout off at each drop rate: closed form, trained, and expected after as many steps.',
    columns: sweepColumns,
  }),
}
const quantities: readonly SweepQuantity[] = ['w1', 'w2', 'cleanLoss']

const pair = (prefix: string, words: string): { readonly w1: NumberValue; readonly w2: NumberValue } => ({
  w1: numberValue(`1g.${prefix}.w1`, { label: `w1, ${words}`, sentence: `Weight w1: ${words}.` }),
  w2: numberValue(`1g.${prefix}.w2`, { label: `w2, ${words}`, sentence: `Weight w2: ${words}.` }),
})
const limit = pair('limit', 'limit of the closed form as p falls to 0')
const zero = pair('zero', 'closed form at p = 0')

/** The rows of a table. Throws MissingValue where there are none. */
function rowsIn(values: Values, quantity: SweepQuantity): readonly SweepRow[] {
  const rows = tables[quantity].of(values)
  if (rows === null) throw new MissingValue(pending)
  return rows
}

export const part = definePart({
  id: '1g',
  title,
  shortTitle: 'Rate sweep',
  question,
  asks: [{ id: '', text: question, ...guidance['1g'] }],
  isOptional: true,
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields,
      series: weightSeries,
      values: [...Object.values(tables), ...Object.values(limit), ...Object.values(zero)],
      tracks: (params) => trainedRates(params).map(rateTrack),
      steps: (params) => trainedRates(params).length * params.iterations,
      warnings: (params) => trainingWarnings(trainings(params), params.optimizer),
      *train({ random }, params) {
        const point = pointOf(params)
        const [atLimit, atZero] = [limitAtZero(point), leastSquares(point)]
        yield* [
          limit.w1.is(atLimit.w1),
          limit.w2.is(atLimit.w2),
          zero.w1.is(atZero.w1),
          zero.w2.is(atZero.w2),
        ]
        const outcomes = yield* descendSideBySide(trainings(params), random)
        for (const quantity of quantities) yield tables[quantity].is(sweepRows(point, outcomes, quantity))
      },
      answers: {
        '': (values, params) =>
          sweepAnswer(
            {
              w1: rowsIn(values, 'w1'),
              w2: rowsIn(values, 'w2'),
              limit: weightsIn(values, limit),
              zero: weightsIn(values, zero),
            },
            trainings(params),
          ),
      },
    }),
  },
})
