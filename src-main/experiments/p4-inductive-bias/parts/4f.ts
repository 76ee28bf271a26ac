import type { ParamsOf } from '#contract/fields.ts'
import { tableValue } from '#contract/values.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { poolingAnswer } from '../answer-pooling.ts'
import { laterSweepFields } from '../fields.ts'
import { finalAccuracy, finalAccuracyIs } from '../headlines.ts'
import { accuracyRows, confusionRows } from '../measured-rows.ts'
import { imagesPlan, plainData } from '../plans.ts'
import { fiveClasses } from '../pure/bands.ts'
import type { NetworkName, SweepPlan } from '../pure/cells.ts'
import { allSeries } from '../pure/series.ts'
import { fiveClassColumns } from '../pure/tables.ts'
import { accuracyValue, confusionSentence } from '../shared-values.ts'
import { sweep } from '../sweep.ts'
import { sweepWarnings } from '../warnings.ts'

const fields = { ...laterSweepFields, epochs: { ...laterSweepFields.epochs, default: 200 } }

const networks = ['cnn', 'average', 'mlp'] as const satisfies readonly NetworkName[]

export const accuracy = accuracyValue('4f.accuracy', 'Accuracy with five classes')
const final = {
  cnn: finalAccuracy('4f', 'cnn', 'CNN with max pooling'),
  average: finalAccuracy('4f', 'average', 'CNN with average pooling'),
  mlp: finalAccuracy('4f', 'mlp', 'MLP'),
}
export const confusion = tableValue('4f.confusion', {
  label: 'Confusion with five classes',
  sentence: confusionSentence('network, number of images and seed'),
  columns: fiveClassColumns,
})

export const plan = (params: ParamsOf<typeof fields>): SweepPlan =>
  imagesPlan(params, { ...plainData(params), classes: fiveClasses }, networks)

export const part = definePart({
  id: '4f',
  title: 'Five classes: max and average pooling',
  shortTitle: 'Five classes',
  question: 'Diagonal bands and crossings are two more classes.',
  asks: [
    {
      id: 'i',
      text: 'How do max pooling and average pooling compare with each other and with the MLP, and what are the advantages of each?',
      ...guidance['4f'].i,
    },
  ],
  slots: {
    main: slot({
      title: 'Five classes: max pooling, average pooling, MLP',
      fields,
      series: allSeries,
      values: [final.cnn, final.average, final.mlp, accuracy, confusion],
      ...sweep(plan, (finished, params) => [
        ...networks.flatMap((name) => finalAccuracyIs(final[name], name, plan(params), finished)),
        accuracy.is(accuracyRows(finished)),
        confusion.is(confusionRows(finished, fiveClasses)),
      ]),
      warnings: (params) =>
        sweepWarnings(
          plan(params),
          [{ field: fields.perClass, values: params.perClass, isWhole: true }],
          params,
        ),
      answers: {
        i: (values, params) => poolingAnswer(accuracy.of(values), confusion.of(values), params),
      },
    }),
  },
})
