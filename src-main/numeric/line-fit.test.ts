import { describe, expect, it } from 'vitest'
import { fitLine, onLine } from './line-fit.ts'

describe('fitLine', () => {
  it('finds a line that all points lie on', () => {
    const line = fitLine([4, 16, 64, 256], [604, 616, 664, 856])
    expect(line?.slope).toBeCloseTo(1, 12)
    expect(line?.intercept).toBeCloseTo(600, 10)
    expect(line && onLine(line, 1000)).toBeCloseTo(1600, 10)
  })

  it('is the line of least squares of an uneven set', () => {
    // Anscombe's first set: intercept 3.0001, slope 0.50009.
    const xs = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    const ys = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    const line = fitLine(xs, ys)
    expect(line?.intercept).toBeCloseTo(3.000090909, 8)
    expect(line?.slope).toBeCloseTo(0.500090909, 8)
  })

  it('has none through one point, or through points above one another', () => {
    expect(fitLine([], [])).toBeNull()
    expect(fitLine([4], [1])).toBeNull()
    expect(fitLine([4, 4], [1, 2])).toBeNull()
  })
})
