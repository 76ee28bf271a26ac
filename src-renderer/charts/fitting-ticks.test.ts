import { expect, it } from 'vitest'
import { fittingTicks } from './fitting-ticks.ts'

const labels = (...given: Parameters<typeof fittingTicks>) => fittingTicks(...given).map(({ label }) => label)

it('takes all ticks where there is room', () => {
  expect(labels([0, 60], false, 400, 13)).toEqual(['0', '10', '20', '30', '40', '50', '60'])
})
it('leaves labels out that would run into each other, on both kinds of axes', () => {
  expect(labels([0, 20_000], false, 100, 13)).toEqual(['0', '20\u202f000'])
  expect(labels([2, 10_000], true, 100, 13)).toHaveLength(2)
})
it('shows two labels at most on an axis with room for none', () => {
  expect(fittingTicks([0, 20_000], false, 1, 13).length).toBeLessThanOrEqual(2)
})
