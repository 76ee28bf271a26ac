import type { SeriesDeclaration } from '#contract/series.ts'

/** The curves of the two weights: a sample at step t holds the state after t updates. */
export const weightSeries: readonly SeriesDeclaration[] = [
  { id: 'loss', label: 'Training loss', unit: '', role: 'training' },
  { id: 'expectedLoss', label: 'Expected loss', unit: '', role: 'theory' },
  { id: 'w1', label: 'w1', unit: '', role: 'weight' },
  { id: 'w2', label: 'w2', unit: '', role: 'weight' },
]
