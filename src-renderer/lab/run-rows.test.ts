import { expect, it } from 'vitest'
import type { RunHead } from '#contract/run-head.ts'
import type { RunFilter, RunList } from '#contract/run-list.ts'
import { headOf } from './lab-on-a-port.testing.ts'
import { RunRows } from './run-rows.svelte.ts'

/** A list over `runs`, which the test may change, and the rows that were asked for. */
function listOf(runs: RunHead[]) {
  const asked: number[] = []
  const request = (_: RunFilter, from: number, limit: number): Promise<RunList> => {
    asked.push(from)
    return Promise.resolve({ runs: runs.slice(from, from + limit), total: runs.length })
  }
  return { rows: new RunRows({}, request), asked }
}
const many = (count: number): RunHead[] => Array.from({ length: count }, (_, i) => headOf(`r${i}`))
const rowsFrom = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)
const answered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

it('asks for rows as they come into view, once each', async () => {
  const { rows, asked } = listOf(many(10_000))
  expect(rows.total).toBeNull()
  rows.show(rowsFrom(0, 30))
  rows.show(rowsFrom(2, 32))
  await answered()
  expect([rows.total, rows.row(3)?.id, rows.row(400)]).toEqual([10_000, 'r3', undefined])
  rows.show(rowsFrom(5990, 6010))
  await answered()
  expect(rows.row(6001)?.id).toBe('r6001')
  expect(asked).toEqual([0, 5950, 6000])
})

it('asks for nothing between the rows in view and the row that holds the focus', async () => {
  const { rows, asked } = listOf(many(10_000))
  rows.show([0, ...rowsFrom(5000, 5015)])
  await answered()
  rows.refresh()
  await answered()
  expect(asked).toEqual([0, 5000, 0, 5000])
  expect([rows.row(0)?.id, rows.row(5015)?.id]).toEqual(['r0', 'r5015'])
})

it('keeps a bounded number of rows, however far somebody scrolls', async () => {
  const { rows, asked } = listOf(many(10_000))
  for (let row = 0; row < 10_000; row += 50) {
    rows.show(rowsFrom(row, row + 20))
    await answered()
  }
  const held = Array.from({ length: 10_000 }, (_, row) => rows.row(row)).filter((row) => row !== undefined)
  expect(held.length).toBeLessThan(600)
  expect(asked).toHaveLength(200)
})

it('shows a run that changed, and after one was made or deleted the rows as they are then', async () => {
  const runs = many(120)
  const { rows } = listOf(runs)
  rows.show(rowsFrom(0, 60))
  await answered()
  rows.changed(headOf('r55', { name: 'Renamed' }))
  expect(rows.row(55)?.name).toBe('Renamed')
  runs.splice(0, 1)
  rows.refresh()
  // Nothing vanishes while the answer is on its way.
  expect(rows.row(0)?.id).toBe('r0')
  await answered()
  expect([rows.total, rows.row(0)?.id, rows.row(54)?.id]).toEqual([119, 'r1', 'r55'])
})

it('does not take an answer from before a change for one from after it', async () => {
  const answers: ((list: RunList) => void)[] = []
  const rows = new RunRows({}, () => new Promise((resolve) => answers.push(resolve)))
  rows.show(rowsFrom(0, 10))
  rows.refresh()
  answers[1]?.({ runs: [headOf('new')], total: 1 })
  await answered()
  answers[0]?.({ runs: [headOf('old'), headOf('new')], total: 2 })
  await answered()
  expect([rows.total, rows.row(0)?.id]).toEqual([1, 'new'])
})
