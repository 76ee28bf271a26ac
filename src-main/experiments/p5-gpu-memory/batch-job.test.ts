import { expect, it } from 'vitest'
import { collectRun } from '../collect-run.testing.ts'
import { seconds } from './pure/batch-values.ts'

it('a training of part c measures how much of its time loading and resizing the images took', async () => {
  const setting = { side: 40, batchSizes: [4], trainImages: 4, epochs: 1, steps: 1, dataset: 'shapes10' }
  const values = Object.fromEntries((await collectRun('5c', setting)).values)
  const rows = seconds.of(values) ?? []
  expect(rows.map(({ batch }) => batch)).toEqual([4])
  for (const { preparation } of rows) {
    expect(preparation).toBeGreaterThan(0)
    expect(preparation).toBeLessThan(100)
  }
})
