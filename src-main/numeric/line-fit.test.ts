import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitLine, fitPowerLaw } from './line-fit.ts'
import { Random } from './random.ts'
import { mean, standardDeviation } from './statistics.ts'

describe('fitLine', () => {
  it('of four points worked by hand', () => {
    const { slope, intercept, slopeError } = fitLine([1, 2, 3, 4], [2, 3, 5, 6])
    expect(slope).toBeCloseTo(1.4, 14)
    expect(intercept).toBeCloseTo(0.5, 14)
    // Residuals 0.1, -0.3, 0.3, -0.1: sum of squares 0.2, over 2 degrees of freedom and 5.
    expect(slopeError).toBeCloseTo(Math.sqrt(0.2 / 2 / 5), 14)
  })

  it('goes through points on a line whatever their errors', () => {
    const point = fc.record({
      x: fc.integer({ min: -100, max: 100 }),
      error: fc.double({ min: 0.1, max: 10, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(point, { minLength: 2, maxLength: 10, selector: ({ x }) => x }),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        (points, slope, intercept) => {
          const x = points.map((p) => p.x)
          const fit = fitLine(
            x,
            x.map((value) => slope * value + intercept),
            points.map(({ error }) => error),
          )
          expect(fit.slope).toBeCloseTo(slope, 8)
          expect(fit.intercept).toBeCloseTo(intercept, 6)
        },
      ),
    )
  })

  it('weights with 1 / error^2: a point repeated four times counts as one of half the error', () => {
    const repeated = fitLine([0, 1, 2, 2, 2, 2], [0, 3, 4, 4, 4, 4])
    expect(fitLine([0, 1, 2], [0, 3, 4], [1, 1, 0.5]).slope).toBeCloseTo(repeated.slope, 14)
  })

  it('states the error that repeated experiments show', () => {
    const random = new Random(11)
    const x = [1, 2, 4, 7]
    const errors = [0.1, 0.5, 0.2, 1]
    const slopes: number[] = []
    for (let i = 0; i < 2000; i++)
      slopes.push(
        fitLine(
          x,
          x.map((value, at) => 3 * value + (errors[at] ?? 0) * random.normal()),
          errors,
        ).slope,
      )
    const { slopeError } = fitLine(x, x, errors)
    expect(mean(slopes)).toBeCloseTo(3, 1)
    expect(standardDeviation(slopes) / slopeError).toBeGreaterThan(0.93)
    expect(standardDeviation(slopes) / slopeError).toBeLessThan(1.07)
  })

  it('refuses points that have no line', () => {
    expect(() => fitLine([1], [2])).toThrow(RangeError)
    expect(() => fitLine([2, 2, 2], [1, 2, 3])).toThrow('two different x')
  })
})

describe('fitPowerLaw', () => {
  it('finds the exponent', () => {
    const x = [1, 2, 5, 30]
    const fit = fitPowerLaw(
      x,
      x.map((value) => 7 * value ** 1.5),
    )
    expect(fit.slope).toBeCloseTo(1.5, 12)
    expect(Math.exp(fit.intercept)).toBeCloseTo(7, 10)
  })
})
