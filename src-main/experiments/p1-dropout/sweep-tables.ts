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
    whenEmpty: 'see the note',
  }),
  expected: numbers('expected', {
    note: 'Expectation, over all masks, of what a training with as many steps reaches.',
    whenEmpty: 'see the note',
  }),
  note: texts('note', { note: 'Why a cell of the row is empty.', whenEmpty: 'nothing to note' }),
}
export type SweepRow = RowOf<typeof sweepColumns>

const divergedNote = 'diverged at step'
/** Whether the note of a row says that its training diverged. */
export const hasDiverged = ({ note }: SweepRow): boolean => note?.startsWith(divergedNote) === true

/** What the tables of the sweep are about, a table each. */
export type SweepQuantity = 'w1' | 'w2' | 'cleanLoss'

const measuredOf = ({ training, weights }: Outcome, quantity: SweepQuantity): number =>
  quantity === 'cleanLoss' ? cleanLoss(training.point, weights) : weights[quantity]

const expectedOf = ({ expected }: Outcome, quantity: SweepQuantity): number | null =>
  expected && (quantity === 'cleanLoss' ? expected.cleanLoss : expected.weights[quantity])

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

/** Why the trained or the expected number of a rate is missing; null where both are there. */
function noteOf(outcome: Outcome | undefined, quantity: SweepQuantity): string | null {
  if (!outcome) return 'not trained'
  if (outcome.divergedAt !== null) return `${divergedNote} ${outcome.divergedAt}`
  if (!Number.isFinite(measuredOf(outcome, quantity))) return 'too large to be represented'
  const expected = expectedOf(outcome, quantity)
  if (expected === null) return 'no expectation with Adam'
  return Number.isFinite(expected) ? null : 'the expectation is too large to be represented'
}

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
      note: noteOf(outcome, quantity),
    }
  }
  return sweepCurve(point, rates).map(rowOf)
}
