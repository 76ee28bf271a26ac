import { expect, it } from 'vitest'
import { ariaNumber } from './aria-number.ts'

it('leaves out what would be written with an exponent, and what is no number', () => {
  expect([0.003, -12_000, 0].map(ariaNumber)).toEqual([0.003, -12_000, 0])
  expect([1e-7, -2.5e21, Number.NaN, Infinity].map(ariaNumber)).toEqual(Array(4).fill(undefined))
})
