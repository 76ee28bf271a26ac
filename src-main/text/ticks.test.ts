import { expect, it } from 'vitest'
import { thinSpace as t } from './numbers.ts'
import { formatTick } from './ticks.ts'

it('writes ticks in plain digits with the decimals of their step', () => {
  expect([formatTick(0.1, 0.05), formatTick(200000, 50000), formatTick(-2, 1)]).toEqual([
    '0.10',
    `200${t}000`,
    '−2',
  ])
  expect(formatTick(2e-7, 1e-7)).toBe('2×10⁻⁷')
})
