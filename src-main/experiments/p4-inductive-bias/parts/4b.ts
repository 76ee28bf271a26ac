import type { ParamsOf } from '#contract/fields.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { frozenAnswer, kernelsAnswer } from '../answer-small-data.ts'
import { sweepFields } from '../fields.ts'
import { finalAccuracy, finalAccuracyIs } from '../headlines.ts'
import { accuracyRows, stripesRows } from '../measured-rows.ts'
import { imagesPlan, plainData } from '../plans.ts'
import type { NetworkName, SweepPlan } from '../pure/cells.ts'
import { allSeries } from '../pure/series.ts'
import { accuracyValue, stripesValue } from '../shared-values.ts'
import { sweep } from '../sweep.ts'
import { sweepWarnings } from '../warnings.ts'

const networks = ['cnn', 'mlp', 'frozen'] as const satisfies readonly NetworkName[]

export const accuracy = accuracyValue('4b.accuracy', 'Accuracy against images')
export const stripes = stripesValue('4b')
const final = {
  cnn: finalAccuracy('4b', 'cnn', 'CNN'),
  mlp: finalAccuracy('4b', 'mlp', 'MLP'),
  frozen: finalAccuracy('4b', 'frozen', 'CNN with fixed edge detectors'),
}

export const plan = (params: ParamsOf<typeof sweepFields>): SweepPlan =>
  imagesPlan(params, plainData(params), networks)

export const part = definePart({
  id: '4b',
  title: 'More training images',
  shortTitle: 'More images',
  question:
    'Train both networks on increasing numbers of images. Compare them with a CNN whose filters are fixed edge detectors, so that only its classifier is trained.',
  asks: [
    { id: 'i', text: 'How do learned, untrained and edge-detector kernels differ?', ...guidance['4b'].i },
    {
      id: 'ii',
      text: 'With plenty of data, why does the network with fixed edge detectors lose to one that starts from random filters?',
      ...guidance['4b'].ii,
    },
  ],
  slots: {
    main: slot({
      title: 'Validation accuracy against the number of training images',
      fields: sweepFields,
      series: allSeries,
      values: [final.cnn, final.mlp, final.frozen, accuracy, stripes],
      ...sweep(plan, (finished, params) => [
        ...networks.flatMap((name) => finalAccuracyIs(final[name], name, plan(params), finished)),
        accuracy.is(accuracyRows(finished)),
        stripes.is(stripesRows(finished)),
      ]),
      warnings: (params) => [
        ...sweepWarnings(
          plan(params),
          [{ field: sweepFields.perClass, values: params.perClass, isWhole: true }],
          params,
        ),
        ...(params.kernel === 1
          ? [
              'An edge detector of one pixel is zero, so the CNN with fixed edge detectors can only guess; use a kernel size above 1.',
            ]
          : []),
      ],
      answers: {
        i: (values, params) =>
          kernelsAnswer({ accuracy: accuracy.of(values), stripes: stripes.of(values) }, params),
        ii: (values, params) => frozenAnswer({ accuracy: accuracy.of(values) }, params),
      },
    }),
  },
})
