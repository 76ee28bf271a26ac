import { slotOf } from '#experiments/problems.ts'
import type { RunRequest } from '#contract/runs.ts'
import { describe, expect, it } from 'vitest'
import { runDifferences } from './run-differences.ts'

const slot = slotOf({ part: '1g', slot: 'main' })
if (!slot) throw new Error('there is no part 1g')
const params = slot.defaults as RunRequest['params']
const shown: RunRequest = { part: '1g', slot: 'main', params, seed: 182, engine: 'auto' }

describe('runDifferences', () => {
  it('names the seed and every parameter that differs', () => {
    const other = { ...shown, seed: 7, params: { ...params, learningRate: 0.01, sweepRates: [0, 0.5] } }
    const words = runDifferences(slot.fields, other, shown)
    expect(words).toContain('seed 7')
    expect(words).toContain('learning rate 0.01')
    expect(words).toContain('0, 0.5')
  })
  it('says when nothing differs', () => {
    expect(runDifferences(slot.fields, { ...shown }, shown)).toBe('same settings')
  })
})
