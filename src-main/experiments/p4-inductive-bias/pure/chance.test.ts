import { describe, expect, it } from 'vitest'
import { largestRange, softmaxRows } from './answers.ts'
import { isAtChance, isStuck, leavesChanceAbove, peakAboveChance } from './chance.ts'

const guessing = Math.log(3)

describe('a training at chance', () => {
  it('is judged by training and validation accuracy together, below guessing too', () => {
    expect(isAtChance(36.7, 100 / 3, 3)).toBe(true)
    expect(isAtChance(34, 37, 3)).toBe(true)
    expect(isAtChance(20, 14.4, 5)).toBe(true)
    expect(isAtChance(100, 100 / 3, 3)).toBe(false)
    expect(isAtChance(34, 50, 3)).toBe(false)
    expect(isAtChance(33.3, null, 3)).toBe(true)
    expect(isAtChance(30, 22, 5)).toBe(false)
  })

  it('is stuck only where it learned nothing and answers all images alike', () => {
    const flat = [1.3, 1.1, 1.0987, 1.0987]
    expect(isStuck(flat, 1e-4, 3)).toBe(true)
    // Young: its answers still differ a little from image to image.
    expect(isStuck(flat, 4e-3, 3)).toBe(false)
    // It had learned something before all died.
    expect(isStuck([1.1, 0.9, 0.8, guessing], 0, 3)).toBe(false)
    // What came before the last half does not count.
    expect(isStuck([0.9, 0.9, guessing, guessing], 0, 3)).toBe(true)
    expect(isStuck([], 0, 3)).toBe(false)
  })

  it('had left chance only where luck does not explain its best epoch', () => {
    // 150 images: three standard deviations of 3.85 points; 15 images: of 12.2 points.
    expect(leavesChanceAbove(3, 150)).toBeCloseTo(44.88, 2)
    expect(leavesChanceAbove(3, 15)).toBeCloseTo(69.85, 2)
    // Many images: still ten points.
    expect(leavesChanceAbove(3, 100_000)).toBeCloseTo(43.33, 2)
    const sets = (validation: readonly number[], training: readonly number[]) => [
      { of: 'validation' as const, accuracies: validation, images: 150 },
      { of: 'training' as const, accuracies: training, images: 30 },
    ]
    expect(peakAboveChance(sets([33, 60, 91, 36], [33, 60, 99, 36]), 3)).toEqual({
      epoch: 3,
      accuracy: 91,
      of: 'validation',
    })
    expect(peakAboveChance(sets([33, 40, 33], [33, 90, 33]), 3)).toMatchObject({ epoch: 2, of: 'training' })
    expect(peakAboveChance(sets([33, 44, 33], [50, 56, 40]), 3)).toBeNull()
    expect(peakAboveChance(sets([], []), 3)).toBeNull()
  })

  it('has answers alike where no probability differs between images', () => {
    expect(largestRange(softmaxRows(Float32Array.of(1, 2, 3, 1, 2, 3), 3), 3)).toBe(0)
    expect(largestRange(Float32Array.of(0.1, 0.9, 0.4, 0.6), 2)).toBeCloseTo(0.3, 6)
  })
})
