import type { Params, Preset, SeriesDeclaration } from '#contract/experiment.ts'
import { values } from './values.ts'

/** One sample a training step: its loss and what the process took and did, all read at the end of the step. */
const stepSeries: readonly SeriesDeclaration[] = [
  { id: 'loss', label: 'Training loss', unit: '', role: 'training' },
  { id: 'memoryMiB', label: 'Memory of the trainer', unit: 'MiB', role: 'weight', isReading: true },
  { id: 'imagesPerSecond', label: 'Images per second', unit: '1/s', role: 'weight', isReading: true },
]
/** One sample an epoch of a training of part c, after its evaluation. */
const epochSeries: readonly SeriesDeclaration[] = [
  { id: 'epochLoss', label: 'Mean training loss of the epoch', unit: '', role: 'training' },
  { id: 'accuracy', label: 'Accuracy on the training subset', unit: '%', role: 'training' },
  { id: 'elapsed', label: 'Wall time since before epoch 1', unit: 's', role: 'weight', isReading: true },
]
/** One sample an attempt of the search. */
const attemptSeries: readonly SeriesDeclaration[] = [
  { id: 'batch', label: 'Batch size tried', unit: '', role: 'weight', isReading: true },
  // Where an attempt was lost without a reading: the memory to fit into, which it needed more of.
  { id: 'attemptMiB', label: 'Memory measured', unit: 'MiB', role: 'training', isReading: true },
  { id: 'attemptPredictedMiB', label: 'Memory predicted', unit: 'MiB', role: 'theory', isReading: true },
]
export const series: readonly SeriesDeclaration[] = [...stepSeries, ...epochSeries, ...attemptSeries]

/** The optimizers of part b, in the order of their tracks. */
export const optimizerNames = ['sgd', 'momentum', 'adam'] as const
export type OptimizerName = (typeof optimizerNames)[number]

/** The batch sizes of part c: whole numbers, each once, smallest first. */
export function batchSizesOf(params: Params): readonly number[] {
  const { batchSizes } = params
  if (!Array.isArray(batchSizes)) return []
  return [...new Set<number>(batchSizes.map((size: number) => Math.max(1, Math.round(size))))].sort(
    (a, b) => a - b,
  )
}

/** The track of a batch size that logs every step ("batch-16"), and the one that logs its epochs. */
export const batchTrack = (batch: number): string => `batch-${batch}`
export const epochsTrack = (batch: number): string => `batch-${batch}.epochs`
/** One sample an attempt of the search, and one a step of whichever attempt is under way, counted through. */
export const attemptsTrack = 'attempts'
export const attemptStepsTrack = 'attempts.steps'
/** The track of part a's one training. */
export const contextTrack = 'main'

/** The homework's own settings, for a button; on a CPU they take very long, and 5b needs several GiB. */
export const homeworkParams: Readonly<Record<string, Params>> = {
  '5a': { model: 'resnet152', stem: 'imagenet', side: 224, batchSize: 8, optimizer: 'sgd' },
  '5b': { model: 'resnet152', stem: 'imagenet', side: 224, batchSize: 8, learningRate: 0.001 },
  '5c': {
    model: 'resnet18',
    stem: 'imagenet',
    side: 224,
    optimizer: 'momentum',
    batchSizes: [4, 16, 64, 256],
    trainImages: 4096,
    epochs: 10,
  },
  '5c-largest': {
    model: 'resnet18',
    stem: 'imagenet',
    side: 224,
    optimizer: 'momentum',
    trainImages: 4096,
    budgetMiB: 0,
  },
}

const idsOf = (list: readonly SeriesDeclaration[]): string[] => list.map(({ id }) => id)

/** What the search of 5c-largest measures; the rest of part c belongs to the preset 5c. */
const searchValues = [
  '5c.largestBatch',
  '5c.limitMiB',
  '5c.largestPredictedMiB',
  '5c.largestMeasuredMiB',
  '5c.attempts',
  '5c.flags',
]
const isOfPart = (part: string) => values.filter((value) => value.part === part).map(({ id }) => id)
const trained = { isTrainedByEngine: true, isTrainedApart: true } as const

export const presets: readonly Preset[] = [
  {
    id: '5a',
    homework: homeworkParams['5a'] ?? {},
    part: '5a',
    title: 'Parameters, GPU and context',
    params: { model: 'resnet152', side: 32, optimizer: 'sgd' },
    series: idsOf(stepSeries),
    tracks: [contextTrack],
    values: isOfPart('5a'),
    ...trained,
  },
  {
    id: '5b',
    homework: homeworkParams['5b'] ?? {},
    part: '5b',
    title: 'Memory of the three optimizers',
    params: { model: 'resnet50' },
    series: idsOf(stepSeries),
    tracks: optimizerNames,
    values: isOfPart('5b'),
    ...trained,
  },
  {
    id: '5c',
    homework: homeworkParams['5c'] ?? {},
    part: '5c',
    title: 'Memory, time and accuracy against the batch size',
    params: { side: 32 },
    series: [...idsOf(stepSeries), ...idsOf(epochSeries)],
    tracks: (params) => batchSizesOf(params).flatMap((batch) => [batchTrack(batch), epochsTrack(batch)]),
    values: isOfPart('5c').filter((id) => id === '5c.flags' || !searchValues.includes(id)),
    ...trained,
  },
  {
    id: '5c-largest',
    homework: homeworkParams['5c-largest'] ?? {},
    part: '5c',
    title: 'The largest batch that fits',
    params: { steps: 3 },
    series: [...idsOf(stepSeries), ...idsOf(attemptSeries)],
    tracks: [attemptsTrack, attemptStepsTrack],
    values: searchValues,
    ...trained,
  },
]
