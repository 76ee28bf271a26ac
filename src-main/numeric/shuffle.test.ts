import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'
import { shuffledOrder } from './shuffle.ts'
import { chiSquare } from './statistics.ts'

describe('shuffledOrder', () => {
  it('holds every number once, in an order that depends on the generator alone', () => {
    for (const count of [0, 1, 2, 100]) {
      const order = shuffledOrder(count, new Random(3))
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
    }
    expect(shuffledOrder(50, new Random(3))).toEqual(shuffledOrder(50, new Random(3)))
    expect(shuffledOrder(50, new Random(3))).not.toEqual(shuffledOrder(50, new Random(4)))
  })

  it('makes each of the 24 orders of four equally often', () => {
    const counts = new Map<string, number>()
    const random = new Random(5)
    const draws = 24_000
    for (let draw = 0; draw < draws; draw++) {
      const key = shuffledOrder(4, random).join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    const { statistic, degrees } = chiSquare([...counts.values()], Array<number>(24).fill(draws / 24))
    expect(counts.size).toBe(24)
    // Five standard deviations of a chi-square variable.
    expect(statistic).toBeLessThan(degrees + 5 * Math.sqrt(2 * degrees))
  })
})
