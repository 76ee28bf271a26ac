import { number } from '#contract/fields.ts'
import { definePart, slot } from '../../part.ts'
import { prediction } from '../../prediction.ts'
import { guidance } from '../guidance.ts'
import { descentAnswer } from '../descent-answer.ts'
import { descendToRidge, values } from '../descent.ts'
import { dataFields } from '../fields.ts'
import { dataOf } from '../pure/data.ts'
import { weightSeries } from '../pure/weight-series.ts'
import { dataNotes, learningRateWarning, penaltyWarnings, tinyKeepWarning, warningsOn } from '../warnings.ts'

const fields = {
  ...dataFields,
  scales: { ...dataFields.scales, default: [1, 2, 0.5, 4] },
  learningRate: number({
    label: 'Learning rate',
    help: 'Step size of SGD on the mean squared error of a batch.',
    default: 0.01,
    min: 1e-7,
    max: 10,
    scale: 'log',
  }),
  batchSize: number({
    label: 'Batch size',
    help: 'Rows drawn with replacement for each step, each with its own mask.',
    default: 40,
    min: 1,
    max: 1000,
    integer: true,
    scale: 'log',
  }),
  iterations: number({
    label: 'Iterations',
    help: 'Number of weight updates.',
    default: 20_000,
    min: 1,
    max: 1_000_000,
    integer: true,
    scale: 'log',
  }),
}

const question = String.raw`How must the weights that dropout learns be transformed to solve the Tikhonov problem $\min_w \lVert y - Xw\rVert^2 + \lVert\Gamma w\rVert^2$, and for which $\Gamma$? Inference after training with dropout uses the same transformation.`

const whatHappens = prediction({
  question:
    'Dropout keeps each input with probability $p$. How will the weights that it learns compare with the Tikhonov solution?',
  choices: {
    equal: 'They are the Tikhonov weights, as they are.',
    scaled: 'They are, once each is multiplied by $p$.',
    neither: 'Neither: they are other weights.',
  },
  outcome(run) {
    const [scaled, unscaled] = [values.distance.of(run), values.unscaledDistance.of(run)]
    if (scaled === null || unscaled === null) return null
    // Nearer by a factor that no noise of the masks explains.
    if (scaled < unscaled / 3) return 'scaled'
    return unscaled < scaled / 3 ? 'equal' : 'neither'
  },
})

export const part = definePart({
  id: '2b',
  title: 'Dropout as Tikhonov regularization',
  shortTitle: 'Tikhonov form',
  question,
  asks: [{ id: '', text: question, ...guidance['2b'] }],
  slots: {
    main: slot({
      title: 'Dropout as Tikhonov regularization',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      series: [
        { id: 'distance', label: 'Distance of p times the last weights', unit: '', role: 'training' },
        { id: 'averageDistance', label: 'Distance of p times the average', unit: '', role: 'training' },
        {
          id: 'expectedDistance',
          label: 'Distance of p times the expected weights',
          unit: '',
          role: 'theory',
        },
        // As many weights as the default data have columns.
        ...fields.scales.default.map((_, j) => ({
          id: weightSeries(j),
          label: `p times the averaged weight ${j + 1}`,
          unit: '',
          role: 'weight' as const,
        })),
      ],
      values: Object.values(values),
      tracks: () => ['main'],
      steps: ({ iterations }) => iterations,
      warnings: (params) =>
        warningsOn(params, (data) => [
          ...tinyKeepWarning(params),
          ...penaltyWarnings(data, params),
          ...learningRateWarning(data, params),
        ]),
      notes: dataNotes,
      train: ({ random }, params) => descendToRidge(dataOf(params), params, random.fork('masks')),
      answers: { '': descentAnswer },
      prediction: whatHappens,
    }),
  },
})
