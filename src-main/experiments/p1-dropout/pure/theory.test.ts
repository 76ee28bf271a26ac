import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pseudoInverse } from '#numeric/decompositions.ts'
import { at, columnVector, diagonal, fromRows, matmul, transpose } from '#numeric/linear-algebra.ts'
import { masksOf, type DataPoint } from './masks.ts'
import {
  batchLossDeviation,
  cleanLoss,
  descentLimit,
  descentModes,
  distance,
  dropoutSolution,
  expectedLossAt,
  expectedLossForm,
  expectedWeights,
  leastSquares,
  limitAtZero,
  maskLosses,
  trainLossFloor,
  type Weights,
} from './theory.ts'

const coordinate = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0.2, max: 20, noNaN: true }),
  fc.double({ min: -20, max: -0.2, noNaN: true }),
)
const points = fc.record({ x1: coordinate, x2: coordinate, y: fc.double({ min: -30, max: 30, noNaN: true }) })
const rates = fc.oneof(fc.constant(0), fc.double({ min: 0.02, max: 0.98, noNaN: true }))
const weightsArbitrary = fc.record({
  w1: fc.double({ min: -5, max: 5, noNaN: true }),
  w2: fc.double({ min: -5, max: 5, noNaN: true }),
})

/** The independent way: w = pinv(X^T S X) X^T S y over the four masked rows X with probabilities S. */
function byPseudoInverse(point: DataPoint, dropRate: number): Weights {
  const masks = masksOf(point, dropRate)
  const rows = fromRows(masks.map((mask) => mask.row))
  const weighted = matmul(transpose(rows), diagonal(masks.map((mask) => mask.probability)))
  const target = columnVector(masks.map(() => point.y))
  const solution = matmul(pseudoInverse(matmul(weighted, rows), 1e-12), matmul(weighted, target))
  return { w1: at(solution, 0, 0), w2: at(solution, 1, 0) }
}

/** The expected loss by listing the masks. */
const byEnumeration = (point: DataPoint, dropRate: number, weights: Weights): number =>
  maskLosses(point, dropRate, weights).reduce((sum, mask) => sum + mask.probability * mask.loss, 0)

describe('the closed forms', () => {
  it('agree with the pseudo-inverse of the weighted masks for any point and rate', () => {
    fc.assert(
      fc.property(points, rates, (point, dropRate) => {
        const [formula, numeric] = [dropoutSolution(point, dropRate), byPseudoInverse(point, dropRate)]
        const scale = 1 + Math.hypot(numeric.w1, numeric.w2)
        expect(distance(formula, numeric) / scale).toBeLessThan(1e-9)
      }),
      { numRuns: 500 },
    )
  })

  it('give the expected loss that listing the masks gives', () => {
    fc.assert(
      fc.property(points, rates, weightsArbitrary, (point, dropRate, weights) => {
        const listed = byEnumeration(point, dropRate, weights)
        const form = expectedLossAt(expectedLossForm(point, dropRate), weights)
        expect(Math.abs(form - listed)).toBeLessThan(1e-10 * (1 + listed))
      }),
    )
  })

  it('give a floor that the solution reaches and nothing near it undercuts', () => {
    fc.assert(
      fc.property(points, rates, weightsArbitrary, (point, dropRate, away) => {
        const floor = trainLossFloor(point, dropRate)
        const solution = dropoutSolution(point, dropRate)
        expect(Math.abs(byEnumeration(point, dropRate, solution) - floor)).toBeLessThan(1e-9 * (1 + floor))
        const other = { w1: solution.w1 + away.w1, w2: solution.w2 + away.w2 }
        expect(byEnumeration(point, dropRate, other)).toBeGreaterThan(floor - 1e-9 * (1 + floor))
      }),
    )
  })

  it('tend to limitAtZero as the rate falls to 0', () => {
    fc.assert(
      fc.property(points, (point) => {
        const [near, limit] = [dropoutSolution(point, 1e-9), limitAtZero(point)]
        expect(distance(near, limit)).toBeLessThan(1e-8 * (1 + Math.hypot(limit.w1, limit.w2)))
      }),
    )
  })

  it('give the exact solution nearest the start without dropout', () => {
    fc.assert(
      fc.property(points, weightsArbitrary, (point, start) => {
        fc.pre(point.x1 !== 0 || point.x2 !== 0)
        const end = descentLimit(point, start)
        expect(cleanLoss(point, end)).toBeLessThan(1e-20 * (1 + point.y ** 2) * 1e4)
        // The way from the start is perpendicular to the line of solutions, whose direction is (-x2, x1).
        const sideways = -(end.w1 - start.w1) * point.x2 + (end.w2 - start.w2) * point.x1
        expect(Math.abs(sideways)).toBeLessThan(1e-10 * (1 + Math.hypot(point.x1, point.x2) * 20))
      }),
    )
  })
})

describe('expected descent', () => {
  it('has modes that diagonalise the quadratic form', () => {
    fc.assert(
      fc.property(points, rates, (point, dropRate) => {
        const { a11, a12, a22 } = expectedLossForm(point, dropRate)
        for (const { eigenvalue, direction } of descentModes(point, dropRate, 0.001)) {
          const scale = 1 + a11 + a22
          expect(Math.abs(a11 * direction.w1 + a12 * direction.w2 - eigenvalue * direction.w1)).toBeLessThan(
            1e-12 * scale,
          )
          expect(Math.abs(a12 * direction.w1 + a22 * direction.w2 - eigenvalue * direction.w2)).toBeLessThan(
            1e-12 * scale,
          )
        }
      }),
    )
  })

  it('goes through the weights that the gradient steps go through', () => {
    fc.assert(
      fc.property(
        points,
        rates,
        weightsArbitrary,
        fc.integer({ min: 0, max: 200 }),
        (point, dropRate, start, steps) => {
          const learningRate = 0.0005
          const { a11, a12, a22, b1, b2 } = expectedLossForm(point, dropRate)
          fc.pre(a11 + a22 < 0.9 / learningRate)
          let { w1, w2 } = start
          for (let step = 0; step < steps; step++) {
            const [g1, g2] = [2 * (a11 * w1 + a12 * w2 - b1), 2 * (a12 * w1 + a22 * w2 - b2)]
            w1 -= learningRate * g1
            w2 -= learningRate * g2
          }
          const formula = expectedWeights(point, dropRate, start, learningRate, steps)
          expect(distance(formula, { w1, w2 })).toBeLessThan(1e-9 * (1 + Math.hypot(w1, w2)))
        },
      ),
    )
  })
})

describe('the scatter of a batch', () => {
  it('is that of the mask losses over the root of the batch size', () => {
    const point = { x1: 10, x2: 1, y: 11 }
    const solution = dropoutSolution(point, 0.5)
    // Three masks lose 121/9 and one 121: a two-point distribution with sd (121 - 121/9) sqrt(3/16).
    const single = (121 - 121 / 9) * Math.sqrt(3 / 16)
    expect(batchLossDeviation(point, 0.5, solution, 1)).toBeCloseTo(single, 9)
    expect(batchLossDeviation(point, 0.5, solution, 1024)).toBeCloseTo(single / 32, 9)
    expect(batchLossDeviation(point, 0, leastSquares(point), 1)).toBeCloseTo(0, 12)
  })
})
