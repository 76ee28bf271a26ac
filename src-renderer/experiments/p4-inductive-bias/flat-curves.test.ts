import { describe, expect, it } from 'vitest'
import { curveWords, flatWords, measuredWords } from './flat-curves.ts'
import type { SeedMeans } from './seed-means.ts'

const curve = (mean: number[], counts = mean.map(() => 1)): SeedMeans => ({
  epochs: mean.map((_, index) => index + 1),
  mean,
  low: mean,
  high: mean,
  counts,
})
/** 95 - 60 exp(-t / 15): 90 % from epoch 38 on, within two points of its end from epoch 51 on. */
const saturating = Array.from({ length: 150 }, (_, i) => 95 - 60 * Math.exp(-(i + 1) / 15))

describe('what a curve says of its epochs', () => {
  it('is measured on the whole curve', () => {
    const words = curveWords(curve(saturating), 150)
    expect(words).toMatchObject({ isWhole: true, firstAtTarget: 38, bestEpoch: 150 })
    expect(words?.flatFrom).toBeGreaterThan(47)
    expect(words?.flatFrom).toBeLessThan(56)
    expect(words && flatWords(words)).toBe(`flat from epoch ${words?.flatFrom}`)
  })

  it('is not called flat before its last epoch: an early estimate was far off', () => {
    const words = curveWords(curve(saturating.slice(0, 140)), 150)
    expect(words).toMatchObject({ isWhole: false, seen: 140, flatFrom: null })
    expect(words && flatWords(words)).toBe('not judged for flatness before its last epoch')
  })

  it('is read from the epochs that all seeds have reached', () => {
    const counts = saturating.map((_, index) => (index < 20 ? 2 : 1))
    expect(curveWords(curve(saturating, counts), 150)).toMatchObject({
      isWhole: false,
      bestEpoch: 20,
    })
  })

  it('says when it is too early', () => {
    const rising = Array.from({ length: 60 }, (_, i) => 30 + i)
    const words = curveWords(curve(rising), 60)
    expect(words && flatWords(words)).toMatch(/not flat at the end/)
    const short = curveWords(curve([33, 34]), 2)
    expect(short && flatWords(short)).toMatch(/too few epochs/)
    expect(curveWords(null, 60)).toBeNull()
  })

  it('is what the trainer has measured, once it has', () => {
    const words = measuredWords({
      ...{ network: 'cnn', perClass: 20, seed: 1, epochs: 150, firstAtTarget: 105, flatFrom: 120 },
      ...{ note: null, bestEpoch: 140, bestAccuracy: 95 },
    })
    expect(words).toMatchObject({ isWhole: true, seen: 150, firstAtTarget: 105, bestAccuracy: 95 })
    expect(flatWords(words)).toBe('flat from epoch 120')
  })
})
