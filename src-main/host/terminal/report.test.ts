import { describe, expect, it } from 'vitest'
import type { RunHead } from '#contract/run-head.ts'
import type { Table } from '#contract/samples.ts'
import type { ValueDeclaration } from '#contract/values.ts'
import { resultText } from './report.ts'

const declared: ValueDeclaration = {
  id: '1a.table',
  part: '1a',
  label: 'A table',
  unit: '',
  sentence: 'A table.',
  kind: 'table',
}

/** The lines of one table among the values of a run. */
function linesOf(table: Table): string[] {
  const run = {
    name: 'A run',
    status: 'completed',
    id: 'a',
    request: { seed: 1 },
    dataNote: null,
    problem: null,
  } as unknown as RunHead
  return resultText(run, { [declared.id]: { value: table } }, [declared])
    .split('\n')
    .slice(1, -1)
}
const rowsOf = (count: number, entry: (row: number) => number | null): Table['rows'] =>
  Array.from({ length: count }, (_, row) => [row, entry(row)])

describe('a table in the terminal', () => {
  it('has columns as wide as what stands in them', () => {
    const wide = 'a heading of more than twelve letters'
    const [first, headings, row] = linesOf({ columns: ['n', wide, 'm'], rows: [[1, 2.5, null]] })
    expect(first).toContain('1 row ')
    expect(headings).toBe(`    ${'n'.padStart(12)}  ${wide}  ${'m'.padStart(12)}`)
    expect(row).toBe(`    ${'1'.padStart(12)}  ${'2.5'.padStart(wide.length)}  ${'-'.padStart(12)}`)
  })

  it('shows counts in full and measured numbers rounded', () => {
    const [, , row] = linesOf({ columns: ['n', 'm'], rows: [[58164298, 232.657192]] })
    expect(row?.trim().split(/\s+/)).toEqual(['58164298', '232.657'])
  })

  it('is cut to the rows that are filled best, or to its first', () => {
    const columns = ['row', 'measured']
    const sparse = linesOf({ columns, rows: rowsOf(40, (row) => (row % 10 === 3 ? row : null)) })
    expect(sparse[0]).toContain('4 of 40 rows')
    expect(sparse.slice(2).map((line) => Number(line.trim().split(/\s+/)[0]))).toEqual([3, 13, 23, 33])
    const full = linesOf({ columns, rows: rowsOf(40, (row) => row) })
    expect(full[0]).toContain('36 of 40 rows (--json prints all)')
    expect(full).toHaveLength(38)
  })
})
