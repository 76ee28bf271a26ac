import type { ParamsOf } from '#contract/fields.ts'
import { numberValue, tableValue, type NumberValue, type ValueEvent } from '#contract/values.ts'
import { mean } from '#numeric/statistics.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { overfitAnswer } from '../answer-small-data.ts'
import { overfitFields } from '../fields.ts'
import { accuracyRows, ofNetwork, stripesRows } from '../measured-rows.ts'
import { plainData } from '../plans.ts'
import { imagesCells, type NetworkName, type SweepPlan } from '../pure/cells.ts'
import { trainedParameters } from '../pure/networks.ts'
import { trainingSeries } from '../pure/series.ts'
import { trainingColumns } from '../pure/tables.ts'
import { stripesValue } from '../shared-values.ts'
import type { Finished } from '../summaries.ts'
import { sweep } from '../sweep.ts'
import { evenKernelWarnings, learningRateWarnings } from '../warnings.ts'

type Params = ParamsOf<typeof overfitFields>

const networks = ['cnn', 'mlp'] as const satisfies readonly NetworkName[]
const names = { cnn: 'CNN', mlp: 'MLP' } as const

const trainAccuracy = (network: 'cnn' | 'mlp') =>
  numberValue(`4a.${network}.trainAccuracy`, {
    label: `${names[network]}, training accuracy`,
    unit: '%',
    sentence: `Share of its training images that the ${names[network]} classifies correctly after the last epoch; the mean over the seeds.`,
  })
const parameters = (network: 'cnn' | 'mlp') =>
  numberValue(`4a.${network}.parameters`, {
    label: `${names[network]}, parameters`,
    sentence: `Trainable parameters of the ${names[network]}.`,
  })
const cnn = { trainAccuracy: trainAccuracy('cnn'), parameters: parameters('cnn') }
const mlp = { trainAccuracy: trainAccuracy('mlp'), parameters: parameters('mlp') }
export const accuracy = tableValue('4a.accuracy', {
  label: 'Training accuracy by seed',
  sentence: 'Training accuracy and loss of both networks.',
  columns: trainingColumns,
})
export const stripes = stripesValue('4a')

/** Both networks on one number of images; nothing is validated. */
export const plan = (params: Params): SweepPlan => ({
  data: plainData({ generator: params.generator, validationImages: 0 }),
  cells: imagesCells(params, networks, () => [params.images]),
  counts: [params.images],
  checkpoints: [params.epochs],
  isTested: false,
})

/** The mean over the seeds that are finished; none before the first. */
function meanAccuracy(value: NumberValue, finished: readonly Finished[]): readonly ValueEvent[] {
  const [first] = finished
  if (!first) return []
  const accuracies = finished.flatMap(({ result }) => result.checkpoints.at(-1)?.trainAccuracy ?? [])
  if (accuracies.length > 0) return [value.is(mean(accuracies))]
  return [
    value.isNotMeasured(
      `The training diverged at epoch ${first.result.divergedAt}; lower the learning rate of ${first.cell.learningRate}.`,
    ),
  ]
}

export const part = definePart({
  id: '4a',
  title: 'Overfitting a small set',
  shortTitle: 'Overfitting',
  question:
    'Train the CNN and the MLP on ten images a class until they have memorised them, and look at the filters of the CNN.',
  asks: [{ id: 'i', text: 'Do the learned filters show patterns? If so, which?', ...guidance['4a'].i }],
  slots: {
    main: slot({
      title: 'Overfit ten images a class',
      fields: overfitFields,
      series: trainingSeries,
      values: [cnn.trainAccuracy, mlp.trainAccuracy, cnn.parameters, mlp.parameters, accuracy, stripes],
      ...sweep(
        plan,
        (finished) => [
          ...meanAccuracy(cnn.trainAccuracy, ofNetwork(finished, 'cnn')),
          ...meanAccuracy(mlp.trainAccuracy, ofNetwork(finished, 'mlp')),
          accuracy.is(accuracyRows(finished)),
          stripes.is(stripesRows(finished)),
        ],
        (params: Params) => {
          const { data } = plan(params)
          const count = (network: NetworkName): number =>
            trainedParameters({ network, kernel: params.kernel }, data.classes.length)
          return [cnn.parameters.is(count('cnn')), mlp.parameters.is(count('mlp'))]
        },
      ),
      // A batch larger than all images is the homework's own here: no warning.
      warnings: (params) => [
        ...evenKernelWarnings(plan(params)),
        ...learningRateWarnings(params.learningRate),
      ],
      answers: {
        i: (values, params) =>
          overfitAnswer(
            {
              accuracy: accuracy.of(values),
              stripes: stripes.of(values),
              parameters: { cnn: cnn.parameters.of(values), mlp: mlp.parameters.of(values) },
            },
            params,
          ),
      },
    }),
  },
})
