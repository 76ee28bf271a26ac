import { describe, expect, it } from 'vitest'
import { fillWithDraws, unitDistributions, type DistributionName } from './distributions.ts'
import { Random } from '#numeric/random.ts'
import { mean } from '#numeric/statistics.ts'

const names = Object.keys(unitDistributions) as DistributionName[]
const draws = 200_000

describe.each(names)('%s', (name) => {
  const sample = new Float64Array(draws)
  fillWithDraws(sample, unitDistributions[name], 1, new Random(7).fork(name))

  /** Within five standard errors, those of the sample itself. */
  function expectMoment(power: number, moment: number): void {
    const powers = sample.map((value) => value ** power)
    const error = Math.sqrt((mean(powers.map((value) => value ** 2)) - mean(powers) ** 2) / draws)
    expect(Math.abs(mean(powers) - moment)).toBeLessThanOrEqual(5 * error)
  }

  it('has mean 0, variance 1 and the fourth moment it states', () => {
    expectMoment(1, 0)
    expectMoment(2, 1)
    expectMoment(4, unitDistributions[name].fourthMoment)
  })

  it('is scaled by the deviation', () => {
    const scaled = new Float64Array(10)
    fillWithDraws(scaled, unitDistributions[name], 3, new Random(7).fork(name))
    expect([...scaled]).toEqual([...sample.subarray(0, 10)].map((value) => 3 * value))
  })
})

describe('the distributions', () => {
  it('differ in range and in skewness', () => {
    const drawn = (name: DistributionName): Float64Array => {
      const sample = new Float64Array(20_000)
      fillWithDraws(sample, unitDistributions[name], 1, new Random(3))
      return sample
    }
    expect(new Set(drawn('sign'))).toEqual(new Set([-1, 1]))
    expect(Math.max(...drawn('uniform').map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(3))
    expect(Math.min(...drawn('exponential'))).toBeGreaterThanOrEqual(-1)
    // Skewness of an exponential is 2, of the others 0.
    expect(mean(drawn('exponential').map((value) => value ** 3))).toBeGreaterThan(1.5)
    expect(Math.abs(mean(drawn('normal').map((value) => value ** 3)))).toBeLessThan(0.2)
  })
})
