import { describe, expect, it } from 'vitest'
import { hasRisen, riseAfterLowest } from './calibration.ts'
import type { SeedMeans } from './seed-means.ts'

const curve = (mean: number[]): SeedMeans => ({
  epochs: mean.map((_, index) => index + 1),
  mean,
  low: mean,
  high: mean,
  counts: mean.map(() => 1),
})

describe('what follows the lowest validation loss', () => {
  it('is told from then to the last epoch', () => {
    expect(
      riseAfterLowest(curve([1.1, 0.8, 0.9, 2]), curve([33, 50, 55, 57]), curve([40, 50, 70, 95])),
    ).toEqual({ epoch: 2, last: 4, loss: [0.8, 2], accuracy: [50, 57], wrongConfidence: [50, 95] })
  })

  it('is no rise where the loss is lowest in the last epoch', () => {
    const falling = riseAfterLowest(curve([1.1, 1, 0.9376]), curve([33, 50, 60]), null)
    expect(falling && hasRisen(falling)).toBe(false)
    const turned = riseAfterLowest(curve([1.1, 0.9, 0.91]), curve([33, 50, 60]), null)
    expect(turned && hasRisen(turned)).toBe(true)
  })

  it('has no confidence of wrong answers where there are none', () => {
    const rise = riseAfterLowest(curve([1, 0.1]), curve([50, 100]), curve([60, Number.NaN]))
    expect(rise).toMatchObject({ epoch: 2, wrongConfidence: null })
  })

  it('is nothing before the first epoch and where every loss diverged', () => {
    expect(riseAfterLowest(null, null, null)).toBeNull()
    expect(riseAfterLowest(curve([Number.NaN]), curve([33]), null)).toBeNull()
    expect(riseAfterLowest(curve([Number.NaN, 2, 1]), curve([33, 34, 35]), null)?.epoch).toBe(3)
  })
})
