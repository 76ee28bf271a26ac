import { describe, expect, it } from 'vitest'
import { formatCell } from '#text/cells.ts'
import type { DataColumn } from '../../tables/table-columns.ts'
import { expectationColumns, expectationRows } from './expectation-rows.ts'

const known = { rows: 3, columns: 2, byAllMasks: 7, byRows: 7, closed: 7 }
const columns: readonly DataColumn[] = expectationColumns
const written = (rows: ReturnType<typeof expectationRows>) =>
  rows.map((row) => columns.map((column) => formatCell(row[column.id], column)))

describe('the four ways of part 2a', () => {
  it('say in every cell why there is no number, and what ± means', () => {
    const rows = written(
      expectationRows({ ...known, byAllMasks: null, estimate: null, instead: 'not run yet' }),
    )
    expect(rows[0]?.slice(2)).toEqual(['not enumerated: too many masks', 'not enumerated'])
    expect(rows[2]?.[1]).toBe('none: a formula')
    expect(rows[3]?.slice(1)).toEqual(['not run yet', 'not run yet', 'not run yet'])
    expect(rows.flat()).not.toContain('–')
    expect(rows.flat().join()).not.toContain('diverged')
  })

  it('give the mean with half of its confidence interval, named as that', () => {
    const estimate = { mean: 7.25, half: 0.31, draws: 100 }
    const [label, count, value, difference] =
      written(expectationRows({ ...known, estimate, instead: '' }))[3] ?? []
    expect(label).toContain('± half of its 95 % confidence interval')
    expect([count, value, difference]).toEqual(['100', '7.25 ± 0.31', '0.25'])
  })
})
