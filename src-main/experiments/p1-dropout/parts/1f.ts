import type { Values } from '#contract/samples.ts'
import { numberValue, reasonOf, type NumberValue } from '#contract/values.ts'
import { pending } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { contributionAnswer, type Contribution } from '../contribution-answer.ts'
import { descendSideBySide } from '../descent.ts'
import { batchSize, dropoutFields, type DropoutParams } from '../fields.ts'
import { reported } from '../reported.ts'
import { weightSeries } from '../series.ts'
import { trainingOf, type Training } from '../training.ts'
import { trainingWarnings } from '../warnings.ts'

const title = 'What dropout does to the weights'
const question =
  'Without and with dropout, how do w1 and w2 compare in size, and how large are the two terms of the output? Why does dropout change this?'

const plain = (params: DropoutParams): Training =>
  trainingOf(params, { ...params, track: 'plain', stream: '1f.plain', dropRate: 0 })

/** The masks of part e: with the same seed and settings this is the training whose weights part e compares. */
const dropped = (params: DropoutParams): Training =>
  trainingOf(params, { ...params, track: 'dropout', stream: '1e.main' })

/** The trainings without and with dropout. */
export const trainings = (params: DropoutParams): readonly [Training, Training] => [
  plain(params),
  dropped(params),
]

interface TermValues {
  readonly w1: NumberValue
  readonly w2: NumberValue
  readonly first: NumberValue
  readonly second: NumberValue
}

const terms = (track: string, words: string): TermValues => ({
  w1: numberValue(`1f.${track}.w1`, {
    label: `w1, ${words}`,
    sentence: `First weight after the last update, trained ${words}.`,
  }),
  w2: numberValue(`1f.${track}.w2`, {
    label: `w2, ${words}`,
    sentence: `Second weight after the last update, trained ${words}.`,
  }),
  first: numberValue(`1f.${track}.term1`, {
    label: `x1 w1, ${words}`,
    sentence: `What the first input contributes to the clean output, trained ${words}.`,
  }),
  second: numberValue(`1f.${track}.term2`, {
    label: `x2 w2, ${words}`,
    sentence: `What the second input contributes to the clean output, trained ${words}.`,
  }),
})
/** The weights and terms of both trainings, by track. */
export const values = { plain: terms('plain', 'without dropout'), dropout: terms('dropout', 'with dropout') }

function contribution(training: Training, declared: TermValues, measuredValues: Values): Contribution {
  const [first, second] = [declared.first.of(measuredValues), declared.second.of(measuredValues)]
  if (first !== null && second !== null) return { training, terms: { first, second } }
  const missing = first === null ? declared.first : declared.second
  return { training, terms: reasonOf(measuredValues, missing) ?? pending }
}

export const part = definePart({
  id: '1f',
  title,
  shortTitle: 'Effect on weights',
  question,
  asks: [{ id: '', text: question, ...guidance['1f'] }],
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields: { ...dropoutFields, batchSize: { ...batchSize, default: 1024 } },
      series: weightSeries,
      values: [...Object.values(values.plain), ...Object.values(values.dropout)],
      tracks: () => ['plain', 'dropout'],
      steps: (params) => 2 * params.iterations,
      warnings: (params) => trainingWarnings(trainings(params), params.optimizer),
      *train({ random }, params) {
        const outcomes = yield* descendSideBySide(trainings(params), random)
        for (const outcome of outcomes) {
          const { track, point } = outcome.training
          const { w1, w2, first, second } = track === 'plain' ? values.plain : values.dropout
          yield reported(w1, outcome, outcome.weights.w1)
          yield reported(w2, outcome, outcome.weights.w2)
          yield reported(first, outcome, point.x1 * outcome.weights.w1)
          yield reported(second, outcome, point.x2 * outcome.weights.w2)
        }
      },
      answers: {
        '': (measuredValues, params) =>
          contributionAnswer(
            contribution(plain(params), values.plain, measuredValues),
            contribution(dropped(params), values.dropout, measuredValues),
          ),
      },
    }),
  },
})
