import { number } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { agree } from '#text/words.ts'
import { measured, pending } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { descendToRidge, values, type DescentParams } from '../descent.ts'
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

function answer(run: Values, { keep, iterations }: DescentParams): string[] {
  const exact = measured(run, values.closedDistance)
  const derivation = String.raw`Write $\check w$ for the weights that dropout learns and substitute $w = p\,\check w$ in part a: $\,{\lVert y - pX\check w\rVert^2} = {\lVert y - Xw\rVert^2}$, and $p{(1-p)}\,\lVert\check\Gamma\check w\rVert^2 = \frac{1-p}{p}\lVert\check\Gamma w\rVert^2$. So $w = p\,\check w$ solves the Tikhonov problem with $\Gamma = \sqrt{(1-p)/p}\;\check\Gamma$; here the factor is $\sqrt{${tex(1 - keep)}/${tex(keep)}} = ${tex(Math.sqrt((1 - keep) / keep))}$.`
  const inference =
    'At inference nothing is dropped, so the weights are multiplied by $p$ to keep the mean output as it was in training. Problem 1 divides the kept inputs by their keep probability in training instead, which learns $p\\,\\check w$ directly.'
  const last = values.lastDistance.of(run)
  if (last === null) return [derivation, reasonOf(run, values.distance) ?? pending, inference]
  return [
    derivation,
    String.raw`Solved exactly, $p\,\check w$ and $w$ are $${tex(exact)}$ apart. After $${tex(iterations)}$ ${agree(iterations, 'step', 'steps')} of SGD the averaged weights times $p$ are $${tex(measured(run, values.distance))}$ from the Tikhonov solution, those of the last step $${tex(last)}$; not multiplied by $p$, the average is $${tex(measured(run, values.unscaledDistance))}$ away. With a fixed learning rate the last weights keep the noise of their masks; the average removes most of it.`,
    inference,
  ]
}

const question = String.raw`How must the weights that dropout learns be transformed to solve the Tikhonov problem $\min_w \lVert y - Xw\rVert^2 + \lVert\Gamma w\rVert^2$, and for which $\Gamma$? Inference after training with dropout uses the same transformation.`

export const part = definePart({
  id: '2b',
  title: 'Dropout as Tikhonov regularization',
  question,
  asks: [{ id: '', text: question }],
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
      answers: { '': answer },
    }),
  },
})
