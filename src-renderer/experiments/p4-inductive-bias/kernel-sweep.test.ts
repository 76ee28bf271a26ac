import type { KernelRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import { describe, expect, it } from 'vitest'
import { failureWords, kernelResults, kernelTraces, mlpSpread } from './kernel-sweep.ts'

const row = (
  kernel: number | null,
  seed: number,
  accuracy: number | null,
  isStuck = false,
  isAtChance = false,
  hasFallenBack = false,
): KernelRow => ({
  network: kernel === null ? 'mlp' : 'cnn',
  kernel,
  perClass: 50,
  epochs: 5,
  seed,
  accuracy,
  trainAccuracy: accuracy,
  atChance: isAtChance ? 1 : 0,
  stuck: isStuck ? 1 : 0,
  fellBack: hasFallenBack ? 1 : 0,
  peaks: hasFallenBack ? '91 % in validation after epoch 3 (seed 1)' : null,
})
const rows = [
  row(7, 1, 72),
  row(3, 1, 64),
  row(3, 2, 66),
  row(7, 2, 100 / 3, true),
  row(15, 1, 100 / 3, true),
  row(15, 2, null),
  row(null, 1, 80),
  row(null, 2, 82),
]

describe('the kernel sweep', () => {
  it('averages what is not stuck, and counts the rest', () => {
    expect(kernelResults(rows).map(({ rows: _, ...result }) => result)).toEqual([
      { kernel: 3, trained: { mean: 65, low: 64, high: 66 }, stuck: 0, fellBack: 0, diverged: 0 },
      { kernel: 7, trained: { mean: 72, low: 72, high: 72 }, stuck: 1, fellBack: 0, diverged: 0 },
      { kernel: 15, trained: null, stuck: 1, fellBack: 0, diverged: 1 },
    ])
    expect(mlpSpread(rows)).toEqual({ mean: 81, low: 80, high: 82 })
  })

  it('draws the mean, every seed, the stuck ones as crosses and the MLP as a level', () => {
    const traces = kernelTraces('run', rows, [1, 27])
    expect(traces.map(({ label, marker, length }) => [label, marker, length])).toEqual([
      ['CNN, mean without stuck and fallen trainings', 'none', 2],
      ['CNN, each seed', 'circle', 3],
      ['CNN, stuck at chance', 'cross', 2],
      ['MLP, mean over the seeds', 'none', 2],
    ])
    expect(traces[2]?.x).toEqual([7, 15])
    expect(traces[3]?.y).toEqual([81, 81])
    expect(kernelTraces('run', [], [1, 27])).toEqual([])
  })

  it('names what failed', () => {
    expect(failureWords(rows, 300)).toBe(
      'Stuck at chance, shown as crosses and left out of the mean: 7 × 7 (seed 2), 15 × 15 (seed 1). Diverged, not drawn: 15 × 15 (seed 2).',
    )
    expect(failureWords([row(3, 1, 60)], 300)).toBe('')
    const young = [row(3, 1, 60), row(3, 2, 34, false, true)]
    expect(failureWords(young, 5)).toBe('Never left chance in 5 epochs, part of the mean: 3 × 3 (seed 2).')
    expect(kernelResults(young)[0]?.trained?.mean).toBe(47)
    const fallen = [row(3, 1, 60), row(3, 2, 34, false, false, true)]
    expect(failureWords(fallen, 5)).toBe(
      'Fell back to chance, shown as crosses and left out of the mean: 3 × 3 (seed 2).',
    )
    expect(kernelResults(fallen)[0]).toMatchObject({ trained: { mean: 60 }, fellBack: 1 })
    expect(kernelTraces('run', fallen, [1, 27]).map(({ label }) => label)).toContain(
      'CNN, fell back to chance',
    )
  })
})
