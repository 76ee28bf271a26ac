import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { chiSquare } from '#numeric/statistics.ts'
import { drawMaskCounts, masksOf } from './masks.ts'

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

describe('the four masks', () => {
  it('are the scaled rows of the homework', () => {
    const masks = masksOf({ x1: 10, x2: 1, y: 11 }, 0.5)
    expect(masks.map((mask) => mask.row)).toEqual([
      [20, 2],
      [20, 0],
      [0, 2],
      [0, 0],
    ])
    expect(masks.map((mask) => mask.probability)).toEqual([0.25, 0.25, 0.25, 0.25])
  })

  it('average to the clean input at any rate', () => {
    for (const dropRate of [0, 0.1, 0.5, 0.93]) {
      const masks = masksOf({ x1: 10, x2: -3, y: 11 }, dropRate)
      const average = (j: 0 | 1): number =>
        masks.reduce((sum, mask) => sum + mask.probability * mask.row[j], 0)
      expect(masks.reduce((sum, mask) => sum + mask.probability, 0)).toBeCloseTo(1, 15)
      expect(average(0)).toBeCloseTo(10, 13)
      expect(average(1)).toBeCloseTo(-3, 13)
    }
  })
})

describe('drawMaskCounts', () => {
  it.each([
    [1, 0.5],
    [3, 0.3],
    [4, 0.9],
  ])('follows the multinomial distribution: %i rows at drop rate %d', (batchSize, dropRate) => {
    const draws = 100_000
    const chances = masksOf({ x1: 1, x2: 1, y: 0 }, dropRate).map((mask) => mask.probability)
    const expected = new Map<string, number>()
    for (let a = 0; a <= batchSize; a++)
      for (let b = 0; a + b <= batchSize; b++)
        for (let c = 0; a + b + c <= batchSize; c++) {
          const counts = [a, b, c, batchSize - a - b - c]
          const ways = counts.reduce((product, count) => product / factorial(count), factorial(batchSize))
          const chance = counts.reduce((product, count, m) => product * (chances[m] ?? 0) ** count, ways)
          expected.set(counts.join(), chance * draws)
        }
    const observed = new Map([...expected.keys()].map((key) => [key, 0]))
    const random = new Random(9).fork(`${batchSize} ${dropRate}`)
    const counts = new Float64Array(4)
    for (let i = 0; i < draws; i++) {
      drawMaskCounts(random, batchSize, dropRate, counts)
      const key = counts.join()
      observed.set(key, (observed.get(key) ?? NaN) + 1)
    }
    const { statistic, degrees } = chiSquare([...observed.values()], [...expected.values()])
    expect(statistic).toBeLessThan(degrees + 5 * Math.sqrt(2 * degrees) + 5)
  })

  it('always adds up to the batch', () => {
    const counts = new Float64Array(4)
    const random = new Random(1)
    for (const batchSize of [1, 7, 1024, 1_000_000])
      for (const dropRate of [0, 1e-9, 0.2, 0.999999]) {
        drawMaskCounts(random, batchSize, dropRate, counts)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(batchSize)
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(0)
        if (dropRate === 0) expect([...counts]).toEqual([batchSize, 0, 0, 0])
      }
  })
})
