import type { SeriesDeclaration } from '#contract/series.ts'

/** The curves of the two weights. A sample at step t holds the state before update t; the last sample follows the last update. */
export const weightSeries: readonly SeriesDeclaration[] = [
  { id: 'loss', label: 'Training loss', unit: '', role: 'training' },
  { id: 'expectedLoss', label: 'Expected loss', unit: '', role: 'theory' },
  { id: 'w1', label: 'w1', unit: '', role: 'weight' },
  { id: 'w2', label: 'w2', unit: '', role: 'weight' },
]
