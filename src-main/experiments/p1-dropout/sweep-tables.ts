import type { Table } from '#contract/samples.ts'
import type { Outcome } from './descent.ts'
import type { DataPoint } from './masks.ts'
import { cleanLoss, sweepCurve, sweepGrid, type SweepPoint } from './theory.ts'

/** Columns of the tables of part 1g. A rate that was not trained has null after the second; one that diverged a note. */
export const sweepColumns = ['p', 'analytic', 'empirical', 'expected', 'note'] as const

type Quantity = 'w1' | 'w2' | 'cleanLoss'

const measuredOf = ({ training, weights }: Outcome, quantity: Quantity): number =>
  quantity === 'cleanLoss' ? cleanLoss(training.point, weights) : weights[quantity]

const expectedOf = ({ expected }: Outcome, quantity: Quantity): number | null =>
  expected && (quantity === 'cleanLoss' ? expected.cleanLoss : expected.weights[quantity])

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

/**
 * One table over the drop rate: the closed form on the grid and at every trained rate, and where a training was
 * made, what it reached and what it is expected to reach after as many steps (null for Adam).
 */
export function sweepTable(point: DataPoint, outcomes: readonly Outcome[], quantity: Quantity): Table {
  const byRate = new Map(outcomes.map((outcome) => [outcome.training.dropRate, outcome]))
  const rates = [...new Set([...sweepGrid, ...byRate.keys()])].sort((a, b) => a - b)
  const rowOf = (analytic: SweepPoint): (number | string | null)[] => {
    const outcome = byRate.get(analytic.dropRate)
    const isMeasured = outcome?.divergedAt === null
    return [
      analytic.dropRate,
      analytic[quantity],
      isMeasured ? finite(measuredOf(outcome, quantity)) : null,
      isMeasured ? finite(expectedOf(outcome, quantity)) : null,
      outcome && !isMeasured ? `diverged at step ${outcome.divergedAt}` : null,
    ]
  }
  return { columns: [...sweepColumns], rows: sweepCurve(point, rates).map(rowOf) }
}
