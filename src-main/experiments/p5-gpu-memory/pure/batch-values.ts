/** What part 5c measures: the trainings of its batch sizes, and the search for the largest batch. */
import { numberValue, numbers, tableValue, texts } from '#contract/values.ts'
import { flagsOf } from './shared-tables.ts'
import type { MemoryLabel } from './stages.ts'

const noReading = 'no reading: see the outcome'
const unfinished = 'not finished: see the outcome'

export const memory = tableValue('5c.memory', {
  label: 'Memory by batch size',
  unit: 'MiB',
  sentence:
    'The highest memory of each batch size over the steps per reading before its epochs: measured, predicted, the difference (unexplained), and the line fitted through the readings. A batch size that ran out of memory also has a row.',
  isReading: true,
  memoryOf: 'trainer',
  columns: {
    batch: numbers('batch size', { decimals: 0, isMemory: false }),
    measured: numbers('measured, MiB', { whenEmpty: noReading }),
    predicted: numbers('predicted, MiB', {
      whenEmpty: 'the process ended before its engine was open',
      isPredicted: true,
    }),
    unexplained: numbers('unexplained, MiB', { whenEmpty: noReading }),
    outcome: texts('outcome'),
    fitted: numbers('fitted line, MiB', { whenEmpty: 'a line needs two batch sizes that fit' }),
    memory: texts<MemoryLabel>('memory of'),
  },
})
export const seconds = tableValue('5c.seconds', {
  label: 'Time by batch size',
  unit: 's',
  sentence: 'Wall time of the whole training, evaluation included, and images per second.',
  isReading: true,
  columns: {
    batch: numbers('batch size', { decimals: 0 }),
    seconds: numbers('seconds', { whenEmpty: unfinished }),
    perEpoch: numbers('seconds an epoch', { whenEmpty: 'no epoch was completed' }),
    imagesPerSecond: numbers('images per second in training', { whenEmpty: 'no step was completed' }),
    outcome: texts('outcome'),
    preparation: numbers('loading and resizing, % of the training time', {
      note: 'On the CPU, before each step; evaluations are not counted.',
      whenEmpty: 'no step was completed',
    }),
  },
})
export const fixedMiB = numberValue('5c.fixedMiB', {
  label: 'Fixed memory',
  unit: 'MiB',
  sentence: 'The fitted line at batch size 0: memory that does not depend on the batch.',
  isReading: true,
  memoryOf: 'trainer',
})
export const slopeMiB = numberValue('5c.slopeMiB', {
  label: 'Memory per image',
  unit: 'MiB',
  sentence: 'Slope of the fitted line: the memory of one more image in the batch.',
  isReading: true,
  memoryOf: 'trainer',
})
export const predictedSlopeMiB = numberValue('5c.predictedSlopeMiB', {
  label: 'Memory per image, predicted',
  unit: 'MiB',
  sentence:
    'Predicted growth with one more image, between the smallest and the largest batch that were trained: activations and, for the lab’s own engine on a CPU, its workspace.',
  isReading: true,
  isPredicted: true,
  memoryOf: 'trainer',
})
export const fittedSlopeShare = numberValue('5c.fittedSlopeShare', {
  label: 'Fitted share of it',
  unit: '%',
  sentence:
    'The part of the predicted memory per image that is the engine’s workspace, which is fitted to readings; the rest follows from the shapes.',
  isReading: true,
  isPredicted: true,
})
export const fastest = numberValue('5c.fastest', {
  label: 'Fastest batch size',
  sentence:
    'Batch size whose training took the least wall time from before the first epoch to the end of the last.',
  isReading: true,
})
export const accuracy = tableValue('5c.accuracy', {
  label: 'Accuracy by batch size',
  unit: '%',
  sentence:
    'Accuracy on the training subset after the last epoch (dropout off, running statistics), with each learning rate and number of updates.',
  columns: {
    batch: numbers('batch size', { decimals: 0 }),
    learningRate: numbers('learning rate'),
    updates: numbers('updates', { decimals: 0 }),
    epochs: numbers('epochs', { decimals: 0 }),
    accuracy: numbers('accuracy on the training subset, %', { whenEmpty: unfinished }),
    outcome: texts('outcome'),
  },
})
export const mostAccurate = numberValue('5c.mostAccurate', {
  label: 'Most accurate batch size',
  sentence:
    'Batch size with the highest accuracy on the training subset after the last epoch; the smaller one of two that are equal.',
})
/** Measured by both slots of the part, each for its own readings. */
export const flags = flagsOf('5c')
export const batchValues = [
  memory,
  seconds,
  fixedMiB,
  slopeMiB,
  predictedSlopeMiB,
  fittedSlopeShare,
  fastest,
  accuracy,
  mostAccurate,
  flags,
] as const

export const largestBatch = numberValue('5c.largestBatch', {
  label: 'Largest batch that fits',
  sentence:
    'Largest batch size that was tried and stayed within the memory to fit into, less the margin, for several steps; known to within the distance at which the search stops.',
  isReading: true,
  memoryOf: 'trainer',
})
export const limitMiB = numberValue('5c.limitMiB', {
  label: 'Memory to fit into',
  unit: 'MiB',
  sentence:
    'Memory that the trainer may take in all: the value in the form or, for 0, all that was free when the search began.',
  isReading: true,
  memoryOf: 'trainer',
})
export const largestPredictedMiB = numberValue('5c.largestPredictedMiB', {
  label: 'Its memory, predicted',
  unit: 'MiB',
  sentence:
    'Memory of the largest batch as predicted by the line through the attempts before it; the line is fitted anew after each attempt.',
  isReading: true,
  isPredicted: true,
  memoryOf: 'trainer',
})
export const largestMeasuredMiB = numberValue('5c.largestMeasuredMiB', {
  label: 'Its memory, measured',
  unit: 'MiB',
  sentence: 'Highest memory of the largest batch.',
  isReading: true,
  memoryOf: 'trainer',
})
export const attempts = tableValue('5c.attempts', {
  label: 'Attempts',
  unit: 'MiB',
  sentence: 'Every batch size that the search tried, with prediction, reading and outcome.',
  isReading: true,
  memoryOf: 'trainer',
  columns: {
    attempt: numbers('attempt', { decimals: 0, isMemory: false }),
    batch: numbers('batch size', { decimals: 0, isMemory: false }),
    predicted: numbers('predicted, MiB', { isPredicted: true }),
    measured: numbers('measured, MiB', { whenEmpty: 'the process was lost' }),
    outcome: texts<'fits' | 'fits, but not with the margin' | 'out of memory' | 'device lost'>('outcome'),
    imagesPerSecond: numbers('images per second', { whenEmpty: 'no step was completed', isMemory: false }),
  },
})
export const searchValues = [
  largestBatch,
  limitMiB,
  largestPredictedMiB,
  largestMeasuredMiB,
  attempts,
  flags,
] as const
