import { definitions } from '#experiments/definitions.ts'
import { findPreset, presetParams } from '#contract/params.ts'
import type { RunRequest } from '#contract/runs.ts'
import { describe, expect, it } from 'vitest'
import { runDifferences } from './run-differences.ts'

const [experiment] = definitions
if (!experiment) throw new Error('there is no experiment')
const preset = findPreset(experiment)
const params = presetParams(experiment, preset) as RunRequest['params']
const shown: RunRequest = { experiment: experiment.id, preset: preset.id, params, seed: 182, engine: 'auto' }

describe('runDifferences', () => {
  it('names the seed and every parameter that differs', () => {
    const other = { ...shown, seed: 7, params: { ...params, learningRate: 0.01, sweepRates: [0, 0.5] } }
    const words = runDifferences(experiment, other, shown)
    expect(words).toContain('seed 7')
    expect(words).toContain('learning rate 0.01')
    expect(words).toContain('0, 0.5')
  })
  it('says when nothing differs', () => {
    expect(runDifferences(experiment, { ...shown }, shown)).toBe('same settings')
  })
})
