import { expect, it } from 'vitest'
import { SmoothedColumn } from './smoothing.ts'

it('is the bias-corrected moving average, sample by sample', () => {
  const smoothed = new SmoothedColumn()
  smoothed.update([1, 2, 3], 3, 0.5)
  // m1 = 1; m2 = (0.25 * 1 + 0.5 * 2) / 0.75; m3 = (0.125 + 0.5 + 1.5) / 0.875
  expect([...smoothed.values.slice(0, 3)]).toEqual([1, 1.25 / 0.75, 2.125 / 0.875])
})

it('leaves a constant as it is, and a diverged sample out', () => {
  const smoothed = new SmoothedColumn()
  smoothed.update([7, null, 7, 7], 4, 0.9)
  const [first, gap, ...rest] = smoothed.values.slice(0, 4)
  expect(first).toBeCloseTo(7, 12)
  expect(gap).toBeNaN()
  for (const value of rest) expect(value).toBeCloseTo(7, 12)
})

it('continues where it was when the column grows, and starts again for another weight', () => {
  const column = Array.from({ length: 100 }, (_, index) => Math.sin(index))
  const grown = new SmoothedColumn()
  for (const length of [10, 11, 60, 100]) grown.update(column, length, 0.8)
  const whole = new SmoothedColumn()
  whole.update(column, 100, 0.8)
  expect([...grown.values.slice(0, 100)]).toEqual([...whole.values.slice(0, 100)])
  grown.update(column, 100, 0)
  expect([...grown.values.slice(0, 100)]).toEqual(column)
})
