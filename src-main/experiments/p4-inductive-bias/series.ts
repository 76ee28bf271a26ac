import type { SeriesDeclaration } from '#contract/experiment.ts'

/** One sample of a track is one epoch; `step` is the number of epochs the network has been trained. */
export const series: readonly SeriesDeclaration[] = [
  { id: 'trainLoss', label: 'Training loss', unit: '', role: 'training' },
  { id: 'trainAccuracy', label: 'Training accuracy', unit: '%', role: 'training' },
  { id: 'validationLoss', label: 'Validation loss', unit: '', role: 'validation' },
  { id: 'validationAccuracy', label: 'Validation accuracy', unit: '%', role: 'validation' },
  {
    id: 'rightConfidence',
    label: 'Mean confidence of right answers (0 where there is none)',
    unit: '%',
    role: 'validation',
  },
  {
    id: 'wrongConfidence',
    label: 'Mean confidence of wrong answers (0 where there is none)',
    unit: '%',
    role: 'validation',
  },
]

/** What every epoch logs where there are validation images, and where there are none (4a). */
export const allSeries = series.map((line) => line.id)
export const trainingSeries: readonly string[] = ['trainLoss', 'trainAccuracy']

/**
 * A confidence series as a chart should show it: null where no answer of that kind was given, for the softmax of
 * any answer is above 0.
 */
export const shownConfidence = (value: number): number | null => (value === 0 ? null : value)
