import { expect, it } from 'vitest'
import { sortedRows } from './sorted-rows.ts'

const rows = [3, null, 10, 3].map((value, index) => ({ cells: [value, 'dbca'[index] ?? null] }))
const firsts = (sorted: typeof rows) => sorted.map(({ cells }) => cells[0])

it('sorts numbers by size and what is missing last, whichever way', () => {
  expect(firsts(sortedRows(rows, 0, true))).toEqual([3, 3, 10, null])
  expect(firsts(sortedRows(rows, 0, false))).toEqual([10, 3, 3, null])
  expect(sortedRows([{ cells: [Number.NaN] }, { cells: [1] }], 0, false)[0]).toEqual({ cells: [1] })
})

it('sorts words by the alphabet and leaves equal rows as they were', () => {
  expect(sortedRows(rows, 1, true).map(({ cells }) => cells[1])).toEqual(['a', 'b', 'c', 'd'])
  expect(sortedRows(rows, 0, true).map(({ cells }) => cells[1])).toEqual(['d', 'a', 'c', 'b'])
})
