import type { SeriesDeclaration } from '#contract/series.ts'

/** One sample per training step: its loss and what the process took and did, all read at the end of the step. */
export const stepSeries: readonly SeriesDeclaration[] = [
  { id: 'loss', label: 'Training loss', unit: '', role: 'training' },
  { id: 'memoryMiB', label: 'Memory of the trainer', unit: 'MiB', role: 'weight', isReading: true },
  { id: 'imagesPerSecond', label: 'Images per second', unit: '1/s', role: 'weight', isReading: true },
]

/** One sample per epoch of a training of part c, after its evaluation. */
export const epochSeries: readonly SeriesDeclaration[] = [
  { id: 'epochLoss', label: 'Mean training loss of the epoch', unit: '', role: 'training' },
  { id: 'accuracy', label: 'Accuracy on the training subset', unit: '%', role: 'training' },
  { id: 'elapsed', label: 'Wall time since before epoch 1', unit: 's', role: 'weight', isReading: true },
]

/** One sample per attempt of the search for the largest batch. */
export const attemptSeries: readonly SeriesDeclaration[] = [
  { id: 'batch', label: 'Batch size tried', unit: '', role: 'weight', isReading: true },
  // For an attempt that was lost without a reading: the memory to fit into, which it needed more of.
  { id: 'attemptMiB', label: 'Memory measured', unit: 'MiB', role: 'training', isReading: true },
  { id: 'attemptPredictedMiB', label: 'Memory predicted', unit: 'MiB', role: 'theory', isReading: true },
]
