import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawMaskedLoss, bandWidth, RunningMean } from './dropout-estimate.ts'
import { dropoutObjective, expectedByAllMasks, expectedByRows, type LinearData } from './dropout-objective.ts'
import { fromRows, matrixOf } from '#numeric/linear-algebra.ts'
import { Random } from '#numeric/random.ts'

const entry = fc.double({ min: -10, max: 10, noNaN: true })
const keepRange = fc.double({ min: 0.01, max: 1, noNaN: true })

/** Random problems of n rows and d columns with weights and a keep probability. */
function problems(mostRows: number, mostColumns: number) {
  return fc
    .tuple(fc.integer({ min: 1, max: mostRows }), fc.integer({ min: 1, max: mostColumns }))
    .chain(([n, d]) =>
      fc.record({
        rows: fc.array(fc.array(entry, { minLength: d, maxLength: d }), { minLength: n, maxLength: n }),
        y: fc.array(entry, { minLength: n, maxLength: n }),
        w: fc.array(entry, { minLength: d, maxLength: d }),
        keep: keepRange,
      }),
    )
}
const near = (a: number, b: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(a) + Math.abs(b)))

describe('the expected dropout objective', () => {
  it('is what can be worked out by hand for one row', () => {
    // y = 11, x = (10, 1), w = (1, 1), p = 1/2: residuals 0, 1, 10, 11, equally likely.
    const data: LinearData = { x: fromRows([[10, 1]]), y: [11] }
    const mean = (0 + 1 + 100 + 121) / 4
    expect(dropoutObjective(data, [1, 1], 0.5)).toEqual({ fit: 30.25, penalties: [25, 0.25], total: mean })
    expect(expectedByRows(data, [1, 1], 0.5)).toBe(mean)
    expect(expectedByAllMasks(data, [1, 1], 0.5)).toBe(mean)
  })

  it('equals the sum over all masks, for any small data, weights and p', () => {
    fc.assert(
      fc.property(problems(4, 3), ({ rows, y, w, keep }) => {
        const data = { x: fromRows(rows), y }
        near(expectedByAllMasks(data, w, keep) ?? NaN, dropoutObjective(data, w, keep).total)
      }),
      { numRuns: 60 },
    )
  })

  it('equals the sum over the masks of each row, for any data, weights and p', () => {
    fc.assert(
      fc.property(problems(30, 8), ({ rows, y, w, keep }) => {
        const data = { x: fromRows(rows), y }
        near(expectedByRows(data, w, keep), dropoutObjective(data, w, keep).total)
      }),
      { numRuns: 60 },
    )
  })

  it('is not enumerated where there are too many masks', () => {
    const of = (n: number, d: number) =>
      expectedByAllMasks(
        { x: matrixOf(n, d, () => 1), y: new Array<number>(n).fill(0) },
        new Array<number>(d).fill(1),
        0.5,
      )
    expect(of(8, 2)).toBeCloseTo(8 * (1 + 0.5), 10)
    expect(of(17, 1)).toBeNull()
  })
})

describe('the Monte Carlo estimate', () => {
  const random = new Random(5)
  const data: LinearData = {
    x: matrixOf(6, 3, () => random.normal()),
    y: Array.from({ length: 6 }, () => random.normal()),
  }
  const w = [1.3, -0.4, 2]

  it('covers the closed form with its 95 % band in about 95 of 100 seeds', () => {
    const { total } = dropoutObjective(data, w, 0.7)
    let covered = 0
    const seeds = 400
    for (let seed = 0; seed < seeds; seed++) {
      const estimate = new RunningMean()
      const own = new Random(seed)
      for (let draw = 0; draw < 400; draw++) estimate.add(drawMaskedLoss(own, data, w, 0.7))
      if (Math.abs(estimate.mean - total) <= bandWidth * estimate.standardError) covered++
    }
    // Binomial(400, 0.95): standard deviation 0.011 of the share; four of them either way.
    expect(covered / seeds).toBeGreaterThan(0.95 - 0.045)
    expect(covered / seeds).toBeLessThan(0.95 + 0.045)
  })

  it('has no spread where everything is kept', () => {
    const { total } = dropoutObjective(data, w, 1)
    expect(drawMaskedLoss(new Random(1), data, w, 1)).toBeCloseTo(total, 12)
  })

  it('keeps mean and standard error as the formulas over all draws give them', () => {
    const estimate = new RunningMean()
    expect(estimate.standardError).toBeNaN()
    for (const value of [2, 4, 4, 4, 5, 5, 7, 9]) estimate.add(value)
    expect(estimate.mean).toBeCloseTo(5, 12)
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12)
  })
})
