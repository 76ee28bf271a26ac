import type { ParamsOf } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { numberValue } from '#contract/values.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { weightsOrNull } from '../answer-text.ts'
import { descendSideBySide } from '../descent.ts'
import {
  batchSize,
  dropRate,
  iterations,
  learningRate,
  logEvery,
  pointFields,
  startFields,
} from '../fields.ts'
import { reported } from '../reported.ts'
import { optimizerAnswer, type OptimizerPair } from '../optimizer-answer.ts'
import { weightSeries } from '../series.ts'
import { trainingOf, type Training } from '../training.ts'
import { trainingWarnings } from '../warnings.ts'

const title = 'Adam in place of SGD'
const question =
  'Does the solution change when Adam replaces SGD, without and with dropout, and why or why not?'

const fields = {
  ...pointFields,
  dropRate,
  learningRate,
  batchSize: { ...batchSize, default: 1024 },
  iterations: { ...iterations, default: 10_000 },
  ...startFields,
  logEvery: { ...logEvery, default: 10 },
}
type Params = ParamsOf<typeof fields>

/** The four trainings, by track. */
const kinds = {
  sgd0: { optimizer: 'sgd', isDropping: false, words: 'SGD without dropout' },
  adam0: { optimizer: 'adam', isDropping: false, words: 'Adam without dropout' },
  sgd50: { optimizer: 'sgd', isDropping: true, words: 'SGD with dropout' },
  adam50: { optimizer: 'adam', isDropping: true, words: 'Adam with dropout' },
} as const
type Track = keyof typeof kinds
const tracks: readonly Track[] = ['sgd0', 'adam0', 'sgd50', 'adam50']

function training(track: Track, params: Params): Training {
  const { optimizer, isDropping } = kinds[track]
  return trainingOf(params, {
    track,
    stream: `1h.${track}`,
    dropRate: isDropping ? params.dropRate : 0,
    optimizer,
    momentum: 0,
    batchSize: params.batchSize,
  })
}

/** The four trainings with these parameters, in the order of the tracks. */
export const trainings = (params: Params): readonly Training[] =>
  tracks.map((track) => training(track, params))

const weightsOf = (track: Track) => {
  const { words } = kinds[track]
  return {
    w1: numberValue(`1h.${track}.w1`, { label: `w1, ${words}`, sentence: `Weight w1: ${words}.` }),
    w2: numberValue(`1h.${track}.w2`, { label: `w2, ${words}`, sentence: `Weight w2: ${words}.` }),
  }
}
const values = {
  sgd0: weightsOf('sgd0'),
  adam0: weightsOf('adam0'),
  sgd50: weightsOf('sgd50'),
  adam50: weightsOf('adam50'),
}

const pairOf = (sgd: Track, adam: Track, measuredValues: Values, params: Params): OptimizerPair => ({
  training: training(sgd, params),
  sgd: weightsOrNull(measuredValues, values[sgd]),
  adam: weightsOrNull(measuredValues, values[adam]),
})

export const part = definePart({
  id: '1h',
  title,
  shortTitle: 'Adam for SGD',
  question,
  asks: [{ id: '', text: question, ...guidance['1h'] }],
  isOptional: true,
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields,
      series: weightSeries,
      values: tracks.flatMap((track) => [values[track].w1, values[track].w2]),
      tracks: () => tracks,
      steps: (params) => tracks.length * params.iterations,
      warnings: (params) => trainingWarnings(trainings(params)),
      *train({ random }, params) {
        const outcomes = yield* descendSideBySide(trainings(params), random)
        for (const [k, outcome] of outcomes.entries()) {
          const track = tracks[k]
          if (track === undefined) continue
          yield reported(values[track].w1, outcome, outcome.weights.w1)
          yield reported(values[track].w2, outcome, outcome.weights.w2)
        }
      },
      answers: {
        '': (measuredValues, params) =>
          optimizerAnswer(
            pairOf('sgd0', 'adam0', measuredValues, params),
            pairOf('sgd50', 'adam50', measuredValues, params),
          ),
      },
    }),
  },
})
