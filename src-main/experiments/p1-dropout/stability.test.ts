import { describe, expect, it } from 'vitest'
import { ExpectedDescent } from './expected-descent.ts'
import { masksOf } from './pure/masks.ts'
import { isStable, meanSquareGrowth, stabilityBound } from './stability.ts'

const point = { x1: 10, x2: 1, y: 11 }
const sgd = (dropRate: number, batchSize: number) => ({ point, dropRate, batchSize, momentum: 0 })

/** The expected loss after `iterations` steps of a descent at this learning rate. */
function lossAfter(
  dropRate: number,
  batchSize: number,
  momentum: number,
  learningRate: number,
  iterations: number,
): number {
  const expected = new ExpectedDescent({
    track: 'main',
    stream: '1d.main',
    point,
    dropRate,
    optimizer: momentum === 0 ? 'sgd' : 'momentum',
    learningRate,
    momentum,
    batchSize,
    iterations,
    start: { w1: 0, w2: 0 },
    logEvery: 1,
  })
  for (let step = 0; step < iterations; step++) expected.advance()
  return expected.loss
}

describe('stabilityBound', () => {
  it('in the mean is 1 / lambda_max: the homework rate 0.001 holds for p just below 0.9', () => {
    expect(1 / stabilityBound(sgd(0.9, 1024)).inMean).toBeCloseTo(1000.1, 1)
    expect(stabilityBound(sgd(0.89, 1024)).inMean).toBeGreaterThan(0.001)
    expect(stabilityBound(sgd(0.9, 1024)).inMean).toBeLessThan(0.001)
    expect(stabilityBound(sgd(0, 1)).inMean).toBeCloseTo(1 / 101, 12)
    expect(stabilityBound({ ...sgd(0, 1), momentum: 0.9 }).inMean).toBeCloseTo(1.9 / 101, 12)
  })

  it('in the mean square for one input is E[a] / E[a^2] of the row squared', () => {
    // a = x^2 / q^2 with probability q: E[a] / E[a^2] = q^2 / x^2.
    const { inMeanSquare } = stabilityBound({ ...sgd(0.3, 1), point: { x1: 5, x2: 0, y: 1 } })
    expect(inMeanSquare).toBeCloseTo(0.49 / 25, 10)
  })

  it.each([
    [0.5, 1, 0],
    [0.7, 1, 0],
    [0.5, 1024, 0],
    [0.3, 16, 0],
    [0.5, 1, 0.9],
    [0.1, 64, 0.5],
  ])('is where the expected loss begins to grow without end: p %d, batch %i, momentum %d', (p, batch, mu) => {
    const { inMean, inMeanSquare } = stabilityBound({ point, dropRate: p, batchSize: batch, momentum: mu })
    expect(inMeanSquare).toBeLessThanOrEqual(inMean)
    expect(lossAfter(p, batch, mu, inMeanSquare * 0.98, 20_000)).toBeLessThan(1e5)
    expect(lossAfter(p, batch, mu, inMeanSquare * 1.02, 20_000)).toBeGreaterThan(1e20)
    expect(isStable({ point, dropRate: p, batchSize: batch, momentum: mu }, inMeanSquare * 0.999)).toBe(true)
    expect(isStable({ point, dropRate: p, batchSize: batch, momentum: mu }, inMeanSquare * 1.001)).toBe(false)
  })

  it('is infinite where no input can move anything', () => {
    const zero = { ...sgd(0.5, 1), point: { x1: 0, x2: 0, y: 1 } }
    expect(stabilityBound(zero)).toEqual({ inMean: Infinity, inMeanSquare: Infinity })
  })
})

describe('meanSquareGrowth', () => {
  it('is the largest eigenvalue that trial matrices grow with', () => {
    // Power iteration on the map M -> E[T M T^T], T = I - 2 lr r r^T, written out for one row a step.
    const learningRate = 0.004
    let [a, b, c] = [1, 0, 1]
    let growth = NaN
    for (let round = 0; round < 20_000; round++) {
      let next: [number, number, number] = [0, 0, 0]
      for (const { row, probability } of masksOf(point, 0.5)) {
        const [t11, t12, t22] = [
          1 - 2 * learningRate * row[0] * row[0],
          -2 * learningRate * row[0] * row[1],
          1 - 2 * learningRate * row[1] * row[1],
        ]
        const [m11, m12] = [t11 * a + t12 * b, t11 * b + t12 * c]
        const [m21, m22] = [t12 * a + t22 * b, t12 * b + t22 * c]
        next = [
          next[0] + probability * (m11 * t11 + m12 * t12),
          next[1] + probability * (m11 * t12 + m12 * t22),
          next[2] + probability * (m21 * t12 + m22 * t22),
        ]
      }
      growth = (next[0] + next[2]) / (a + c)
      const trace = next[0] + next[2]
      ;[a, b, c] = [next[0] / trace, next[1] / trace, next[2] / trace]
    }
    expect(meanSquareGrowth(sgd(0.5, 1), learningRate)).toBeCloseTo(growth, 5)
  })
})
