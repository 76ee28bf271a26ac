import { expect, it } from 'vitest'
import { ariaNumber } from './aria-number.ts'

it('writes decimals without an exponent, and nothing for what is no number', () => {
  expect([1e-7, 0.003, 12_000, -2.5e21].map(ariaNumber)).toEqual([
    '0.0000001',
    '0.003',
    '12000',
    '-2500000000000000000000',
  ])
  expect([Number.NaN, Infinity].map(ariaNumber)).toEqual([undefined, undefined])
})
