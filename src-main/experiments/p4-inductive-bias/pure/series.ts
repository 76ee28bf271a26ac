import type { SeriesDeclaration } from '#contract/series.ts'

/** What every epoch logs in 4a, which validates nothing; `step` is the number of epochs trained so far. */
export const trainingSeries: readonly SeriesDeclaration[] = [
  { id: 'trainLoss', label: 'Training loss', unit: '', role: 'training' },
  { id: 'trainAccuracy', label: 'Training accuracy', unit: '%', role: 'training' },
]

/** What every epoch logs where there are validation images. */
export const allSeries: readonly SeriesDeclaration[] = [
  ...trainingSeries,
  { id: 'validationLoss', label: 'Validation loss', unit: '', role: 'validation' },
  { id: 'validationAccuracy', label: 'Validation accuracy', unit: '%', role: 'validation' },
  {
    id: 'rightConfidence',
    label: 'Mean confidence of right answers (0 if there are none)',
    unit: '%',
    role: 'validation',
  },
  {
    id: 'wrongConfidence',
    label: 'Mean confidence of wrong answers (0 if there are none)',
    unit: '%',
    role: 'validation',
  },
]

/**
 * A confidence series as a chart should show it: null where no answer of that kind was given, for the softmax of
 * any answer is above 0.
 */
export const shownConfidence = (value: number): number | null => (value === 0 ? null : value)
