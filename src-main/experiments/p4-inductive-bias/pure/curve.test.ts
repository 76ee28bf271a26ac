import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { bestEpoch, firstAtTarget, flatFrom } from './curve.ts'

/** A constant until epoch `start`, then a saturating rise with this time constant, with noise. */
function saturating(epochs: number, start: number, time: number, noise: number, seed = 1): number[] {
  const random = new Random(seed)
  return Array.from({ length: epochs }, (_, i) => {
    const risen = i + 1 <= start ? 0 : 1 - Math.exp(-(i + 1 - start) / time)
    return 33 + 60 * risen + noise * random.normal()
  })
}
/** Where the remaining rise of 60 points is down to two. */
const flatAt = (start: number, time: number): number => start + time * Math.log(30)

describe('the epochs that a curve tells', () => {
  it('finds the first epoch at the target, and the best', () => {
    expect(firstAtTarget([50, 89.9, 90, 80, 95], 90)).toBe(3)
    expect(firstAtTarget([50, 60], 90)).toBeNull()
    expect(bestEpoch([50, 95, 80, 95])).toBe(2)
    expect(bestEpoch([])).toBeNull()
  })

  it.each([
    [10, 20],
    [40, 10],
    [1, 5],
  ])('finds from where a curve that starts at %i with time %i is flat', (start, time) => {
    const found = flatFrom(saturating(300, start, time, 1))
    expect(Math.abs((found ?? NaN) - flatAt(start, time))).toBeLessThan(12)
  })

  it('does not call a curve flat that still rises, falls at the end, or is too short', () => {
    expect(flatFrom(saturating(100, 1, 80, 0.5))).toBeNull()
    expect(flatFrom([...saturating(100, 1, 5, 0), ...Array<number>(15).fill(50)])).toBeNull()
    expect(flatFrom([90, 90, 90])).toBeNull()
    expect(flatFrom(Array<number>(50).fill(33.3))).toBe(1)
  })
})
