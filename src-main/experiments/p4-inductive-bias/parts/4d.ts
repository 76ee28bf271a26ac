import type { ParamsOf } from '#contract/fields.ts'
import { tableValue } from '#contract/values.ts'
import { definePart, slot } from '../../part.ts'
import { prediction } from '../../prediction.ts'
import { guidance } from '../guidance.ts'
import { confusionAnswer, sharingAnswer } from '../answer-shift.ts'
import { laterSweepFields } from '../fields.ts'
import { finalAccuracy, finalAccuracyIs } from '../headlines.ts'
import { accuracyRows, confusionRows, ofNetwork } from '../measured-rows.ts'
import { imagesPlan, plainData } from '../plans.ts'
import { threeClasses } from '../pure/bands.ts'
import type { NetworkName, SweepPlan } from '../pure/cells.ts'
import { allSeries } from '../pure/series.ts'
import { threeClassColumns } from '../pure/tables.ts'
import { accuracyValue, confusionSentence } from '../shared-values.ts'
import { sweep } from '../sweep.ts'
import { sweepWarnings } from '../warnings.ts'

const networks = ['cnn', 'mlp'] as const satisfies readonly NetworkName[]

const confusionValue = (id: string, label: string) =>
  tableValue(id, {
    label,
    sentence: confusionSentence('number of images and seed'),
    columns: threeClassColumns,
  })
export const cnn = {
  final: finalAccuracy('4d', 'cnn', 'CNN'),
  accuracy: accuracyValue('4d.cnn.accuracy', 'CNN, accuracy'),
  confusion: confusionValue('4d.cnn.confusion', 'CNN, confusion'),
}
export const mlp = {
  final: finalAccuracy('4d', 'mlp', 'MLP'),
  accuracy: accuracyValue('4d.mlp.accuracy', 'MLP, accuracy'),
  confusion: confusionValue('4d.mlp.confusion', 'MLP, confusion'),
}

export const plan = (params: ParamsOf<typeof laterSweepFields>): SweepPlan =>
  imagesPlan(params, { ...plainData(params), isShifted: true }, networks)

/** Validation accuracy of a network that guesses among the classes, in %, and how far above it counts as learning. */
const guessing = 100 / threeClasses.length
const margin = 10

const whatHappens = prediction({
  question:
    'The networks see bands in one half of the image only, and are then tested on the other half. Which of them does better than guessing?',
  choices: {
    both: 'Both networks.',
    cnn: 'Only the CNN.',
    mlp: 'Only the MLP.',
    neither: 'Neither of them.',
  },
  outcome(run) {
    const accuracies = { cnn: cnn.final.of(run), mlp: mlp.final.of(run) }
    if (accuracies.cnn === null || accuracies.mlp === null) return null
    const learned = { cnn: accuracies.cnn > guessing + margin, mlp: accuracies.mlp > guessing + margin }
    if (learned.cnn) return learned.mlp ? 'both' : 'cnn'
    return learned.mlp ? 'mlp' : 'neither'
  },
})

export const part = definePart({
  id: '4d',
  title: 'Domain shift',
  question: 'In training the bands lie in one half of the image, in validation in the other.',
  asks: [
    {
      id: 'i',
      text: 'Why do the confusion matrices look as they do? The CNN calls edges none; the MLP exchanges horizontal and vertical.',
      ...guidance['4d'].i,
    },
    { id: 'ii', text: 'Why does the MLP fail where the CNN learns?', ...guidance['4d'].ii },
  ],
  slots: {
    main: slot({
      title: 'Bands in another half of the image',
      fields: laterSweepFields,
      series: allSeries,
      values: [cnn.final, mlp.final, cnn.accuracy, mlp.accuracy, cnn.confusion, mlp.confusion],
      ...sweep(plan, (finished, params) => [
        ...finalAccuracyIs(cnn.final, 'cnn', plan(params), finished),
        ...finalAccuracyIs(mlp.final, 'mlp', plan(params), finished),
        cnn.accuracy.is(accuracyRows(ofNetwork(finished, 'cnn'))),
        cnn.confusion.is(confusionRows(ofNetwork(finished, 'cnn'), threeClasses)),
        mlp.accuracy.is(accuracyRows(ofNetwork(finished, 'mlp'))),
        mlp.confusion.is(confusionRows(ofNetwork(finished, 'mlp'), threeClasses)),
      ]),
      warnings: (params) =>
        sweepWarnings(
          plan(params),
          [{ field: laterSweepFields.perClass, values: params.perClass, isWhole: true }],
          params,
        ),
      answers: {
        i: (values, params) =>
          confusionAnswer(
            {
              cnn: { accuracy: cnn.accuracy.of(values), confusion: cnn.confusion.of(values) },
              mlp: { accuracy: mlp.accuracy.of(values), confusion: mlp.confusion.of(values) },
            },
            params,
          ),
        ii: (values) => sharingAnswer(cnn.accuracy.of(values), mlp.accuracy.of(values)),
      },
      prediction: whatHappens,
    }),
  },
})
