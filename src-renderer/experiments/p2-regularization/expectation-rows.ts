import { formatNumber, formatWithBand } from '#text/numbers.ts'
import type { DataRow } from '../../tables/table-columns.ts'

/** What the latest sample of a run estimates. */
export interface Estimate {
  readonly mean: number
  /** Half the width of the 95 % confidence interval of the mean. */
  readonly half: number
  readonly draws: number
}

interface Ways {
  readonly rows: number
  readonly columns: number
  /** Null where there are too many masks. */
  readonly byAllMasks: number | null
  readonly byRows: number
  readonly closed: number
  readonly estimate: Estimate | null
  /** Why there is no estimate. */
  readonly instead: string
}

export const expectationColumns = [
  { id: 'label', label: 'How', kind: 'text' },
  { id: 'count', label: 'Masks', kind: 'number' },
  { id: 'value', label: 'Value', kind: 'number' },
  { id: 'difference', label: 'Minus closed form', kind: 'number', digits: 2 },
] as const

/** Part a: the expectation in four ways; where a number is missing, its cell says why. */
export function expectationRows(ways: Ways): readonly DataRow[] {
  const { rows, columns, byAllMasks, byRows, closed, estimate, instead } = ways
  const masks = rows * columns
  const exact = (value: number) => ({ value: formatNumber(value, 6), difference: value - closed })
  return [
    {
      label: 'Every mask of the whole matrix',
      count: masks <= 24 ? formatNumber(2 ** masks) : `2^${masks}`,
      ...(byAllMasks === null
        ? { value: 'not enumerated: too many masks', difference: 'not enumerated' }
        : exact(byAllMasks)),
    },
    { label: 'Every mask of each row', count: `${rows} × ${2 ** columns}`, ...exact(byRows) },
    { label: 'Closed form', count: 'none: a formula', ...exact(closed) },
    {
      label: 'Monte Carlo: mean ± half of its 95 % confidence interval',
      count: estimate ? formatNumber(estimate.draws) : instead,
      value: estimate ? formatWithBand(estimate.mean, estimate.half) : instead,
      difference: estimate ? estimate.mean - closed : instead,
    },
  ]
}
