import { describe, expect, it } from 'vitest'
import { formatFull, formatNumber, formatWithBand, thinSpace as t } from './numbers.ts'

describe('formatNumber', () => {
  it.each([
    [0.36666666, '0.3667'],
    [0.3, '0.3000'],
    [-3.41234, '−3.412'],
    [0, '0'],
    [-0, '0'],
    [121, '121'],
    [1234567, `1${t}234${t}567`],
    [12345.678, `12${t}350`],
    [999.96, `1000`.replace('1000', `1${t}000`)],
    [0.00001234, `1.234${t}×${t}10⁻⁵`],
    [1234567.8, `1.235${t}×${t}10⁶`],
    [-4e300, `−4.000${t}×${t}10³⁰⁰`],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })
  it.each([null, undefined, NaN, Infinity, -Infinity])('says that %s is diverged', (value) => {
    expect(formatNumber(value)).toBe('diverged')
  })
})

it('keeps every digit for hover', () => {
  expect(formatFull(-0.1 - 0.2)).toBe('−0.30000000000000004')
})

it.each([
  [6.87928, 0.079, '6.879 ± 0.079'],
  [6.87928, 0.0996, '6.88 ± 0.10'],
  [-123456.78, 42.4, `−123${t}457 ± 42`],
  [1234.5, 1200, `1${t}235 ± 1${t}200`],
  [0.5, 0, '0.500000 ± 0'],
  [2e-9, 3.14e-10, `2.00000${t}×${t}10⁻⁹ ± 3.1${t}×${t}10⁻¹⁰`],
  [NaN, 1, 'diverged'],
])('writes %d with a band of %d as "%s"', (value, half, text) => {
  expect(formatWithBand(value, half)).toBe(text)
})
