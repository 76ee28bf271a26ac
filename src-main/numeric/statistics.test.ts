import { describe, expect, it } from 'vitest'
import { chiSquare, mean, median, standardDeviation, standardError, variance } from './statistics.ts'

describe('statistics', () => {
  it('of a short list by hand', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(mean(values)).toBe(5)
    expect(variance(values)).toBeCloseTo(32 / 7, 14)
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 14)
    expect(standardError(values)).toBeCloseTo(Math.sqrt(32 / 7 / 8), 14)
    expect(median(values)).toBe(4.5)
    expect(median([10, -3, 2])).toBe(2)
  })

  it('does not lose the variance of large numbers', () => {
    expect(variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(30)
  })

  it('is NaN where nothing is defined', () => {
    expect(mean([])).toBeNaN()
    expect(variance([1])).toBeNaN()
    expect(median([])).toBeNaN()
  })

  it('adds up Pearson cells and pools the thin ones', () => {
    const even = chiSquare([12, 8], [10, 10])
    expect(even).toEqual({ statistic: 0.8, degrees: 1 })
    // 3 + 3 are pooled to one cell of 6; the last, thin cell joins the last pool.
    const pooled = chiSquare([10, 2, 6, 1], [10, 3, 3, 1])
    expect(pooled.degrees).toBe(1)
    expect(pooled.statistic).toBeCloseTo((9 - 7) ** 2 / 7, 14)
  })
})
