import { describe, expect, it } from 'vitest'
import { DropoutDescent, expectedHessian, learningRateBounds } from './dropout-descent.ts'
import { fromRows, matmul, matrixOf, transpose, type Matrix } from '#numeric/linear-algebra.ts'
import { Random } from '#numeric/random.ts'
import { dropoutMinimiser } from './ridge-transform.ts'

const source = new Random(11)
const x = matrixOf(20, 3, (_, j) => ([1, 2, 0.5][j] ?? NaN) * source.normal())
const y = Array.from({ length: 20 }, () => source.normal())

function meanOf(runs: number, steps: number, learningRate: number, keep: number): number[] {
  const sum = [0, 0, 0]
  for (let seed = 0; seed < runs; seed++) {
    const descent = new DropoutDescent({ x, y }, keep)
    const random = new Random(seed)
    for (let step = 0; step < steps; step++) descent.step(random, learningRate, 5)
    descent.weights.forEach((value, j) => (sum[j] = (sum[j] ?? NaN) + value / runs))
  }
  return sum
}

describe('dropout SGD', () => {
  it('starts at zero, and its first loss is the mean square of the drawn targets', () => {
    const descent = new DropoutDescent({ x: fromRows([[10, 1]]), y: [11] }, 0.5)
    expect([...descent.weights]).toEqual([0, 0])
    expect(descent.step(new Random(1), 0.001, 7)).toBeCloseTo(121, 10)
    expect([...descent.average]).toEqual([...descent.weights])
  })

  it('moves, in the mean, by the gradient of the expected objective', () => {
    const step = meanOf(20_000, 1, 0.1, 0.7)
    // From zero: -lr (2 / n) (-p X^T y).
    step.forEach((value, j) => {
      let expected = 0
      for (let i = 0; i < 20; i++)
        expected += 0.1 * (2 / 20) * 0.7 * (x.data[i * 3 + j] ?? NaN) * (y[i] ?? NaN)
      expect(Math.abs(value - expected)).toBeLessThan(0.006)
    })
  })

  it('comes to the minimiser of the expected objective, its average nearer than its last weights', () => {
    const goal = dropoutMinimiser(x, y, 0.7)
    const distance = (w: ArrayLike<number>): number =>
      Math.hypot(...goal.map((value, j) => value - (w[j] ?? NaN)))
    let [last, average] = [0, 0]
    for (let seed = 0; seed < 10; seed++) {
      const descent = new DropoutDescent({ x, y }, 0.7)
      const random = new Random(seed)
      for (let step = 0; step < 5000; step++) descent.step(random, 0.03, 20)
      last += distance(descent.weights) / 10
      average += distance(descent.average) / 10
    }
    expect(average).toBeLessThan(0.03 * Math.hypot(...goal) + 0.02)
    expect(average).toBeLessThan(last / 2)
  })
})

describe('learning-rate bounds', () => {
  it('are those that can be worked out for one row and one column', () => {
    // r = x or 0: E[H] = 2 p x^2, E[H^2] = 4 p x^4 for a batch of one: certain below 1 / x^2, in the mean below 1 / (p x^2).
    const single = learningRateBounds(fromRows([[3]]), 0.25, 1)
    expect(single.certain).toBeCloseTo(1 / 9, 12)
    expect(single.inMean).toBeCloseTo(4 / 9, 12)
    expect(learningRateBounds(fromRows([[0]]), 0.5, 1)).toEqual({ certain: Infinity, inMean: Infinity })
  })

  it('match the first and second moments of drawn Hessians', () => {
    const [keep, batch, draws] = [0.6, 4, 40_000]
    const random = new Random(3)
    const mean = matrixOf(3, 3, () => 0)
    const square = matrixOf(3, 3, () => 0)
    const add = (to: Matrix, from: Matrix): void =>
      from.data.forEach((value, k) => (to.data[k] = (to.data[k] ?? NaN) + value / draws))
    for (let draw = 0; draw < draws; draw++) {
      const h = matrixOf(3, 3, () => 0)
      for (let b = 0; b < batch; b++) {
        const i = random.integer(20)
        const row = [0, 1, 2].map((j) => (random.uniform() < keep ? (x.data[i * 3 + j] ?? NaN) : 0))
        const outer = matrixOf(3, 3, (j, k) => (2 / batch) * (row[j] ?? NaN) * (row[k] ?? NaN))
        outer.data.forEach((value, k) => (h.data[k] = (h.data[k] ?? NaN) + value))
      }
      add(mean, h)
      add(square, matmul(h, h))
    }
    expectedHessian(x, keep).data.forEach((value, k) =>
      expect(Math.abs(value - (mean.data[k] ?? NaN))).toBeLessThan(0.03),
    )
    // The certain bound is 2 over the largest e' E[H^2] e / e' E[H] e.
    const form = (m: Matrix, e: Matrix): number => matmul(matmul(transpose(e), m), e).data[0] ?? NaN
    let largest = 0
    for (let trial = 0; trial < 2000; trial++) {
      const e = matrixOf(3, 1, () => random.normal())
      largest = Math.max(largest, form(square, e) / form(mean, e))
    }
    expect(largest / (2 / learningRateBounds(x, keep, batch).certain)).toBeCloseTo(1, 1)
  })

  it('are kept: below the certain bound weights settle, above the bound in the mean they explode', () => {
    const { certain, inMean } = learningRateBounds(x, 0.7, 5)
    expect(certain).toBeLessThan(inMean)
    const size = (learningRate: number): number => Math.hypot(...meanOf(20, 400, learningRate, 0.7))
    expect(size(0.9 * certain)).toBeLessThan(10)
    expect(size(1.2 * inMean)).toBeGreaterThan(1e6)
  })

  it('come together for a large batch, where masks hardly matter', () => {
    const { certain, inMean } = learningRateBounds(x, 0.7, 1e9)
    expect(certain / inMean).toBeCloseTo(1, 6)
  })
})
