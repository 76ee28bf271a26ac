import { expect, it } from 'vitest'
import { SampleBudget } from './sample-budget.ts'

/** A run with so many bytes of samples. */
function heldRun(size: number) {
  const run = { bytes: size, drop: () => void (run.bytes = 0) }
  return run
}

it('frees the runs that were left longest ago, once all that are left take too much', () => {
  const budget = new SampleBudget(100)
  const runs = [heldRun(40), heldRun(40), heldRun(40), heldRun(40)]
  for (const run of runs) {
    budget.looked(run, true)
    budget.looked(run, false)
  }
  expect(runs.map(({ bytes }) => bytes)).toEqual([0, 0, 40, 40])
})

it('never frees a run that is looked at, and at once one that is too large by itself', () => {
  const budget = new SampleBudget(100)
  const [shown, large, small] = [heldRun(500), heldRun(500), heldRun(60)]
  budget.looked(shown, false)
  expect(shown.bytes).toBe(0)
  shown.bytes = 500
  budget.looked(shown, true)
  budget.looked(small, false)
  budget.looked(large, false)
  expect([shown, large, small].map(({ bytes }) => bytes)).toEqual([500, 0, 60])
})
