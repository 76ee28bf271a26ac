import type { ParamsOf } from '#contract/fields.ts'
import { tableValue } from '#contract/values.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { calibrationAnswer, epochsAnswer, learnedKernelsAnswer, moreDataAnswer } from '../answer-procedure.ts'
import { searchAnswer } from '../answer-search.ts'
import { procedureFields, searchFields } from '../fields.ts'
import { reachedIs, reachedValues, searchBestIs, searchBestValues } from '../procedure-headlines.ts'
import { accuracyRows, epochsRows, moreDataRows, searchRows, stripesRows } from '../measured-rows.ts'
import { plainData } from '../plans.ts'
import { imageCounts, imagesCells, wholeNumbers, type NetworkName, type SweepPlan } from '../pure/cells.ts'
import { searchCells } from '../pure/search-cells.ts'
import { allSeries } from '../pure/series.ts'
import { accuracyColumns, epochsColumns, moreDataColumns, searchColumns } from '../pure/tables.ts'
import { targetAccuracy, targetImages } from '../pure/targets.ts'
import { stripesValue } from '../shared-values.ts'
import { sweep } from '../sweep.ts'
import { evenKernelWarnings, largeBatchWarnings, listWarnings, sweepWarnings } from '../warnings.ts'

type Params = ParamsOf<typeof procedureFields>
type SearchParams = ParamsOf<typeof searchFields>

const networks = ['cnn', 'mlp'] as const satisfies readonly NetworkName[]

export const accuracy = tableValue('4c.accuracy', {
  label: 'Accuracy against images and epochs',
  sentence: 'Mean and range over the seeds after several numbers of epochs of one training.',
  columns: accuracyColumns,
})
export const epochs = tableValue('4c.epochs', {
  label: 'Epochs',
  sentence:
    'For each training: the first epoch at the target, the epoch from which the validation accuracy is flat, an early estimate of it, and the best epoch.',
  columns: epochsColumns,
})
export const moreData = tableValue('4c.moreData', {
  label: 'Data the MLP needs',
  sentence:
    'Images per class with which the MLP reaches the CNN’s accuracy, interpolated on the measured curve.',
  columns: moreDataColumns,
})
export const stripes = stripesValue('4c')
const reached = reachedValues(targetImages, targetAccuracy)
const searchBest = searchBestValues()
export const best = tableValue('4c.best', {
  label: 'Hyper-parameter search',
  sentence:
    'Every combination that was trained, of the CNN and of the MLP, the best validation accuracy first, with its accuracy on fresh test images.',
  columns: searchColumns,
})

const homeworkCheckpoints = [30, 60, 100, 150, 300, 500]
/** Each epoch of these that comes before the last, and the last. */
const checkpoints = (chosen: readonly number[], last: number): readonly number[] => [
  ...new Set([...chosen.filter((epoch) => epoch < last), last]),
]

export function plan(params: Params): SweepPlan {
  const counts = imageCounts(params.perClass)
  const mlpCounts = imageCounts([...params.perClass, ...params.mlpPerClass])
  return {
    data: plainData(params),
    cells: imagesCells(params, networks, (network) => (network === 'mlp' ? mlpCounts : counts)),
    counts,
    checkpoints: checkpoints(homeworkCheckpoints, params.epochs),
    isTested: false,
  }
}

export const searchPlan = (params: SearchParams): SweepPlan => ({
  data: plainData(params),
  cells: searchCells(params, procedureFields.kernel.default),
  counts: [params.images],
  checkpoints: checkpoints([Math.ceil(params.epochs / 4), Math.ceil(params.epochs / 2)], params.epochs),
  isTested: true,
})

export const part = definePart({
  id: '4c',
  title: 'Training procedure',
  shortTitle: 'Training',
  question: `Train longer, until the curves are flat. The CNN should reach ${targetAccuracy} % validation accuracy with ${targetImages} images a class.`,
  asks: [
    { id: 'i', text: 'How many epochs does each training take? List them.', ...guidance['4c'].i },
    { id: 'ii', text: 'What do the learned kernels look like?', ...guidance['4c'].ii },
    {
      id: 'iii',
      text: 'The MLP’s validation loss can rise while its accuracy rises. How should this be interpreted?',
      isOptional: true,
      ...guidance['4c'].iii,
    },
    {
      id: 'iv',
      text: 'Tune the hyper-parameters of both networks: which setting of the CNN and which of the MLP is best, and which accuracies do they reach?',
      isOptional: true,
      ...guidance['4c'].iv,
    },
    {
      id: 'v',
      text: 'How much more data does the MLP need? Does it generalise or memorise?',
      ...guidance['4c'].v,
    },
  ],
  slots: {
    main: slot({
      title: 'Longer training, with every epoch logged',
      fields: procedureFields,
      series: allSeries,
      values: [...Object.values(reached), accuracy, epochs, moreData, stripes],
      ...sweep(plan, (finished, params) => [
        ...reachedIs(reached, plan(params), finished),
        accuracy.is(accuracyRows(finished)),
        epochs.is(epochsRows(finished)),
        moreData.is(moreDataRows(finished, params.epochs, plan(params).cells)),
        stripes.is(stripesRows(finished)),
      ]),
      warnings: (params) => [
        ...sweepWarnings(
          plan(params),
          [
            { field: procedureFields.perClass, values: params.perClass, isWhole: true },
            {
              field: procedureFields.mlpPerClass,
              values: params.mlpPerClass,
              isWhole: true,
              besides: wholeNumbers(params.perClass),
            },
          ],
          params,
        ),
        ...(plan(params).counts.includes(targetImages)
          ? []
          : [
              `The target of ${targetAccuracy} % is for ${targetImages} images a class; add ${targetImages} to the list to see whether it is reached.`,
            ]),
      ],
      answers: {
        i: (values) => epochsAnswer(accuracy.of(values), epochs.of(values)),
        ii: (values, params) => learnedKernelsAnswer(stripes.of(values), params.kernel),
        iii: (values) => calibrationAnswer(accuracy.of(values)),
        v: (values) => moreDataAnswer(moreData.of(values), accuracy.of(values)),
      },
    }),
    search: slot({
      title: 'A search over the hyper-parameters of CNN and MLP',
      name: 'search',
      question:
        'Which learning rate, momentum, batch size and number of epochs suit the CNN and the MLP best, and which kernel size suits the CNN? Every combination of the lists is trained.',
      fields: searchFields,
      series: allSeries,
      values: [searchBest.cnn, searchBest.mlp, best],
      ...sweep(searchPlan, (finished) => {
        const rows = searchRows(finished)
        return [...searchBestIs(searchBest, rows), best.is(rows)]
      }),
      warnings: (params) => [
        ...listWarnings([
          { field: searchFields.searchRates, values: params.searchRates, isWhole: false },
          { field: searchFields.searchMomenta, values: params.searchMomenta, isWhole: false },
          { field: searchFields.searchBatches, values: params.searchBatches, isWhole: true },
          { field: searchFields.searchKernels, values: params.searchKernels, isWhole: true },
        ]),
        ...evenKernelWarnings(searchPlan(params)),
        ...largeBatchWarnings(searchPlan(params)),
      ],
      answers: { iv: (values) => searchAnswer(best.of(values)) },
    }),
  },
})
