import { numbers, texts, type RowOf } from '#contract/values.ts'
import type { Outcome } from './descent.ts'
import type { DataPoint } from './pure/masks.ts'
import { cleanLoss, sweepCurve, sweepGrid, type SweepPoint } from './pure/theory.ts'

/** Columns of the tables of part 1g, a row for each drop rate. */
export const sweepColumns = {
  p: numbers('p', { note: 'Drop rate.' }),
  analytic: numbers('analytic', { note: 'Closed form.' }),
  empirical: numbers('empirical', {
    note: 'What the training at this rate reached.',
    whenEmpty: 'not trained, or diverged as noted',
  }),
  expected: numbers('expected', {
    note: 'Expectation, over all masks, of what a training with as many steps reaches.',
    whenEmpty: 'not trained, diverged as noted, or trained by Adam',
  }),
  note: texts('note', { whenEmpty: 'nothing to note' }),
}
export type SweepRow = RowOf<typeof sweepColumns>

/** What the tables of the sweep are about, a table each. */
export type SweepQuantity = 'w1' | 'w2' | 'cleanLoss'

const measuredOf = ({ training, weights }: Outcome, quantity: SweepQuantity): number =>
  quantity === 'cleanLoss' ? cleanLoss(training.point, weights) : weights[quantity]

const expectedOf = ({ expected }: Outcome, quantity: SweepQuantity): number | null =>
  expected && (quantity === 'cleanLoss' ? expected.cleanLoss : expected.weights[quantity])

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

/** The rows of one table: the closed form on the grid and at every trained rate, and what the trainings reached. */
export function sweepRows(
  point: DataPoint,
  outcomes: readonly Outcome[],
  quantity: SweepQuantity,
): readonly SweepRow[] {
  const byRate = new Map(outcomes.map((outcome) => [outcome.training.dropRate, outcome]))
  const rates = [...new Set([...sweepGrid, ...byRate.keys()])].sort((a, b) => a - b)
  const rowOf = (analytic: SweepPoint): SweepRow => {
    const outcome = byRate.get(analytic.dropRate)
    const isMeasured = outcome?.divergedAt === null
    return {
      p: analytic.dropRate,
      analytic: analytic[quantity],
      empirical: isMeasured ? finite(measuredOf(outcome, quantity)) : null,
      expected: isMeasured ? finite(expectedOf(outcome, quantity)) : null,
      note: outcome && !isMeasured ? `diverged at step ${outcome.divergedAt}` : null,
    }
  }
  return sweepCurve(point, rates).map(rowOf)
}
