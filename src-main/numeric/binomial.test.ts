import { describe, expect, it } from 'vitest'
import { drawBinomial } from './binomial.ts'
import { Random } from './random.ts'
import { chiSquare, mean, variance } from './statistics.ts'

/** The exact probability mass function, by the recursion from the mode outwards so that nothing underflows. */
function massOf(n: number, p: number): Float64Array {
  const mass = new Float64Array(n + 1)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  mass[mode] = 1
  for (let k = mode; k < n; k++) mass[k + 1] = ((mass[k] ?? 0) * ((n - k) / (k + 1)) * p) / (1 - p)
  for (let k = mode; k > 0; k--) mass[k - 1] = ((mass[k] ?? 0) * (k / (n - k + 1)) * (1 - p)) / p
  const total = mass.reduce((sum, value) => sum + value, 0)
  return mass.map((value) => value / total)
}

const draws = 1_000_000

describe('drawBinomial', () => {
  it.each([
    [1, 0.3],
    [2, 0.5],
    [5, 0.999],
    [20, 0.02],
    [25, 0.4], // the first mean at which rejection takes over
    [40, 0.5],
    [100, 0.05],
    [100, 0.0999],
    [1024, 0.5],
    [1024, 0.7],
    [1024, 0.001],
    [1024, 0.999],
    [1000, 0.01],
    [50_000, 0.25],
    [1_000_000, 0.00002],
    [1_000_000, 0.3],
  ])('follows the exact distribution for n = %i, p = %d', (n, p) => {
    const random = new Random(n).fork(String(p))
    const counts = new Float64Array(n + 1)
    const values = Float64Array.from({ length: draws }, () => random.binomial(n, p))
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws)
    const { statistic, degrees } = chiSquare(
      counts,
      massOf(n, p).map((mass) => mass * draws),
    )
    // Wilson and Hilferty's cube root is nearly normal; 5 standard deviations.
    const cubeRoot = Math.cbrt(statistic / degrees)
    const spread = Math.sqrt(2 / (9 * degrees))
    expect(cubeRoot).toBeLessThan(1 - 2 / (9 * degrees) + 5 * spread)
    expect(Math.abs(mean(values) - n * p)).toBeLessThan(5 * Math.sqrt((n * p * (1 - p)) / draws))
    // The sample variance of a binomial has a relative deviation of sqrt((2 + 1 / npq) / draws).
    const npq = n * p * (1 - p)
    expect(Math.abs(variance(values) / npq - 1)).toBeLessThan(5 * Math.sqrt((2 + 1 / npq) / draws))
  })

  it('draws nothing from the generator where the outcome is certain', () => {
    const certain = { uniform: () => expect.fail('drew a number') as never }
    expect(drawBinomial(certain, 0, 0.5)).toBe(0)
    expect(drawBinomial(certain, 10, 0)).toBe(0)
    expect(drawBinomial(certain, 10, 1)).toBe(10)
  })

  it('takes a bounded number of uniform numbers on average, however large n is', () => {
    for (const n of [100, 10_000, 1_000_000, 2 ** 31]) {
      let used = 0
      const random = new Random(n)
      const counting = {
        uniform: () => {
          used++
          return random.uniform()
        },
      }
      for (let i = 0; i < 10_000; i++) drawBinomial(counting, n, 0.37)
      expect(used / 10_000).toBeLessThan(4)
    }
  })

  it.each([
    [-1, 0.5],
    [1.5, 0.5],
    [2 ** 32, 0.5],
    [10, -0.1],
    [10, 1.1],
    [10, NaN],
  ])('refuses n = %d, p = %d', (n, p) => {
    expect(() => new Random(1).binomial(n, p)).toThrow(RangeError)
  })
})
