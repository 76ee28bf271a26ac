import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { shuffledOrder } from '#numeric/shuffle.ts'
import { rankTrend } from './rank-trend.ts'

const numbered = (ys: readonly number[]): [number, number][] => ys.map((y, index) => [index, y])

describe('the rank correlation', () => {
  it('is 1 and -1 where all pairs agree or disagree, and has no value without two of each', () => {
    expect(rankTrend(numbered([1, 2, 5, 9, 20]))?.tau).toBeCloseTo(1, 12)
    expect(rankTrend(numbered([9, 7, 5, 3, 1]))?.tau).toBeCloseTo(-1, 12)
    expect(rankTrend(numbered([1, 2]))).toBeNull()
    expect(rankTrend(numbered([4, 4, 4]))).toBeNull()
  })

  it('of five rising pairs: S = 10, variance 50/3, z = 9/4.0825, p = 0.0275', () => {
    expect(rankTrend(numbered([1, 2, 3, 4, 5]))?.p).toBeCloseTo(0.02749, 4)
  })

  it('calls no trend in means that only wander', () => {
    const trend = rankTrend(numbered([44.7, 55.3, 60.3, 60, 54, 57.3, 60.7]))
    // 15 pairs rise and 6 fall: S = 9, variance 133/3, z = 8/6.6583.
    expect(trend?.tau).toBeCloseTo(9 / 21, 12)
    expect(trend?.p).toBeCloseTo(0.2296, 3)
  })

  it('has the p of shuffled pairs, with ties on both sides', () => {
    const xs = [1, 1, 1, 3, 3, 3, 5, 5, 5, 7, 7, 7, 11, 11, 11]
    const ys = [60, 62, 64, 61, 62, 66, 64, 66, 66, 62, 68, 64, 66, 61, 68]
    const measured = rankTrend(xs.map((x, index) => [x, ys[index] ?? NaN]))
    const random = new Random(5)
    const repeats = 4000
    let asLarge = 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = [...shuffledOrder(xs.length, random.fork(`shuffle ${repeat}`))]
      const shuffled = rankTrend(order.map((to, index) => [xs[index] ?? NaN, ys[to] ?? NaN]))
      if (Math.abs(shuffled?.tau ?? 0) >= Math.abs(measured?.tau ?? 0) - 1e-12) asLarge++
    }
    expect(Math.abs(asLarge / repeats - (measured?.p ?? NaN))).toBeLessThan(0.02)
  })
})
