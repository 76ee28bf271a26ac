import type { ParamsOf } from '#contract/fields.ts'
import { tableValue } from '#contract/values.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { kernelSizesAnswer } from '../answer-kernel-sizes.ts'
import { noiseKernelsAnswer, permutationAnswer } from '../answer-permutation.ts'
import { kernelSweepFields, laterSweepFields } from '../fields.ts'
import { accuracyRows, kernelRows, stripesRows } from '../measured-rows.ts'
import { imagesPlan, plainData } from '../plans.ts'
import {
  imagesCell,
  kernelTrack,
  seedIndices,
  wholeNumbers,
  type NetworkName,
  type SweepPlan,
} from '../pure/cells.ts'
import type { DataKind } from '../pure/data.ts'
import { allSeries } from '../pure/series.ts'
import { kernelColumns } from '../pure/tables.ts'
import { accuracyValue, stripesValue } from '../shared-values.ts'
import { sweep } from '../sweep.ts'
import { sweepWarnings } from '../warnings.ts'

type KernelSweepParams = ParamsOf<typeof kernelSweepFields>

const networks = ['cnn', 'mlp'] as const satisfies readonly NetworkName[]

export const accuracy = accuracyValue('4e.accuracy', 'Accuracy with permuted pixels')
export const stripes = stripesValue('4e')
export const kernelSweep = tableValue('4e.kernelSweep', {
  label: 'Accuracy against kernel size',
  sentence:
    'Accuracy after the last epoch for every kernel size and seed, beside the MLP’s; 1 in the last columns marks a training that is at chance at its end, and one that is stuck there.',
  columns: kernelColumns,
})

const permuted = (params: Parameters<typeof plainData>[0]): DataKind => ({
  ...plainData(params),
  isPermuted: true,
})

export const plan = (params: ParamsOf<typeof laterSweepFields>): SweepPlan =>
  imagesPlan(params, permuted(params), networks)

/** The CNN with every kernel size, and the MLP, in every repetition. */
export function kernelsPlan(params: KernelSweepParams): SweepPlan {
  const kernels = wholeNumbers(params.kernels)
  return {
    data: permuted(params),
    cells: seedIndices(params.seeds).flatMap((seedIndex) => [
      ...kernels.map((kernel) => ({
        ...imagesCell({ ...params, kernel }, 'cnn', params.images, seedIndex),
        track: kernelTrack(kernel, seedIndex),
      })),
      // It ignores the kernel, which is the homework's in its record.
      imagesCell({ ...params, kernel: laterSweepFields.kernel.default }, 'mlp', params.images, seedIndex),
    ]),
    counts: [params.images],
    checkpoints: [params.epochs],
    isTested: false,
  }
}

export const part = definePart({
  id: '4e',
  title: 'When the CNN is worse',
  shortTitle: 'A worse CNN',
  question: 'The pixels of all images are permuted in one fixed way.',
  asks: [
    { id: 'i', text: 'What happens to the two networks, and why?', ...guidance['4e'].i },
    { id: 'ii', text: 'Does accuracy rise or fall with the kernel size, and why?', ...guidance['4e'].ii },
    { id: 'iii', text: 'What do the kernels look like, and why?', ...guidance['4e'].iii },
  ],
  slots: {
    main: slot({
      title: 'Permuted pixels',
      fields: laterSweepFields,
      series: allSeries,
      values: [accuracy, stripes],
      ...sweep(plan, (finished) => [accuracy.is(accuracyRows(finished)), stripes.is(stripesRows(finished))]),
      warnings: (params) =>
        sweepWarnings(
          plan(params),
          [{ field: laterSweepFields.perClass, values: params.perClass, isWhole: true }],
          params,
        ),
      answers: {
        i: (values) => permutationAnswer(accuracy.of(values)),
        iii: (values, params) => noiseKernelsAnswer(stripes.of(values), params.kernel),
      },
    }),
    kernels: slot({
      title: 'Permuted pixels: accuracy against kernel size',
      name: 'kernel sweep',
      question:
        'How does the CNN’s accuracy on permuted images depend on the size of its kernels, from single pixels to half the image’s side and beyond?',
      fields: kernelSweepFields,
      series: allSeries,
      values: [kernelSweep],
      ...sweep(kernelsPlan, (finished) => [kernelSweep.is(kernelRows(finished))]),
      warnings: (params) =>
        sweepWarnings(
          kernelsPlan(params),
          [{ field: kernelSweepFields.kernels, values: params.kernels, isWhole: true }],
          params,
        ),
      answers: { ii: (values) => kernelSizesAnswer(kernelSweep.of(values)) },
    }),
  },
})
