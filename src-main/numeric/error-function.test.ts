import { expect, it } from 'vitest'
import { complementaryError, farther } from './error-function.ts'

it('gives the tails of the normal distribution', () => {
  // Abramowitz and Stegun, table 7.1 and 26.1.
  expect(complementaryError(0)).toBeCloseTo(1, 6)
  expect(complementaryError(1)).toBeCloseTo(0.157299, 6)
  expect(farther(1.959964)).toBeCloseTo(0.05, 6)
  expect(farther(-3)).toBeCloseTo(0.0027, 6)
})
