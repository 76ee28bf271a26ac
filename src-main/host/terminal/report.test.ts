import { describe, expect, it } from 'vitest'
import type { RunHead } from '#contract/run-head.ts'
import type { Table } from '#contract/samples.ts'
import { numbers, openTableValue, tableValue, type ValueDeclaration } from '#contract/values.ts'
import { slotOf } from '#experiments/problems.ts'
import { pendingFor } from './answer-command.ts'
import { answerText, resultText } from './report.ts'

const anyTable = openTableValue('1g.sweep', { label: 'Sweep', sentence: 'What it is.' })

/** The lines of one table among the values of a run. */
function linesOf(table: Table, value: ValueDeclaration = anyTable): string[] {
  const run = {
    name: 'A run',
    status: 'completed',
    id: 'a',
    request: { seed: 1 },
    dataNote: null,
    problem: null,
  } as unknown as RunHead
  return resultText(run, { [value.id]: { value: table } }, [value])
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
    expect(row).toBe(`    ${'1'.padStart(12)}  ${'2.500'.padStart(wide.length)}  ${'–'.padStart(12)}`)
  })

  it('shows numbers with the digits of the page', () => {
    const [, , row] = linesOf({ columns: ['n', 'm'], rows: [[58164298, 232.657192]] })
    expect(row?.trim().split(/ +/)).toEqual(['58\u202f164\u202f298', '232.7'])
  })

  it('has the decimals that its columns declare, and says why a cell is empty', () => {
    const declared = tableValue('1g.sweep', {
      label: 'Sweep',
      sentence: 'What it is.',
      columns: { rate: numbers('p', { decimals: 2 }), w1: numbers('w1', { whenEmpty: 'not trained' }) },
    })
    const [, , row] = linesOf({ columns: ['p', 'w1'], rows: [[0.5, null]] }, declared)
    expect(row?.trim().split(/ {2,}/)).toEqual(['0.50', 'not trained'])
  })

  it('is cut to the rows that are filled best, or to its first', () => {
    const columns = ['row', 'measured']
    const sparse = linesOf({ columns, rows: rowsOf(40, (row) => (row % 10 === 3 ? row : null)) })
    expect(sparse[0]).toContain('4 of 40 rows')
    expect(sparse.slice(2).map((line) => Number(line.trim().split(/\s+/)[0]))).toEqual([3, 13, 23, 33])
    // A ranked table keeps its best rows, also those with a gap.
    const ranked = linesOf({ columns, rows: rowsOf(40, (row) => (row % 3 === 0 ? row : null)) })
    expect(ranked.slice(2, 5).map((line) => Number(line.trim().split(/\s+/)[0]))).toEqual([0, 1, 2])
    const full = linesOf({ columns, rows: rowsOf(40, (row) => row) })
    expect(full[0]).toContain('36 of 40 rows (--json prints all)')
    expect(full).toHaveLength(38)
  })
})

describe('what a person is told to type', () => {
  it('is the command that goes on with a sweep that was stopped', () => {
    const run = {
      ...{ name: 'A run', status: 'stopped', id: 'a-1', finishedJobs: 2, dataNote: null, problem: null },
      request: { seed: 1 },
    } as unknown as RunHead
    expect(resultText(run, {}, [])).toContain('npm run --silent lab -- resume a-1')
    expect(resultText({ ...run, finishedJobs: 0 }, {}, [])).not.toContain('resume')
  })

  it('is the run that an answer waits for, with its slot', () => {
    const search = slotOf({ part: '4c', slot: 'search' })
    expect(search && pendingFor(search)).toMatch(/: npm run --silent lab -- run 4c --slot search$/)
  })
})

it('writes the formulas of an answer as plain text', () => {
  const text = answerText([
    { id: 'i', text: 'What is $w_1$?', paragraphs: [String.raw`It is $\frac{1}{2}$.`] },
  ])
  expect(text).toBe('(i) What is w₁?\n\nIt is 1/2.')
})
