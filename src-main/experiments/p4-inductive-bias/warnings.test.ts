import { describe, expect, it } from 'vitest'
import { findPreset, parseParams } from '#contract/params.ts'
import { definition } from './definition.ts'
import { estimatedSeconds } from './expected-time.ts'
import { notes, warnings } from './warnings.ts'

const paramsOf = (preset: string, given: Record<string, unknown> = {}) =>
  parseParams(definition, findPreset(definition, preset), given)
const warned = (preset: string, given: Record<string, unknown>) => warnings(paramsOf(preset, given), preset)

describe('before the run', () => {
  it('warns of what will not do what it seems to', () => {
    expect(warned('4b', { learningRate: 0.3 })[0]).toContain('chance or diverge')
    expect(warned('4b', { batchSize: 64 })[0]).toContain('larger than the 30 training images')
    expect(warned('4b', { kernel: 1 })[0]).toContain('can only guess')
    expect(warned('4c', { perClass: [10, 30] })[0]).toContain('add 20 to the list')
    expect(warned('4b', { perClass: [10, 20.5] })[0]).toContain('20.5 will be rounded to 21')
    expect(warned('4b', { kernel: 4 })[0]).toContain('even size (4) cannot be centred')
    expect(warned('4e-kernels', { kernels: [3, 8, 2] })[0]).toContain('even size (8, 2)')
    expect(warned('4b', { perClass: [10, 20, 10, 30, 20] })).toEqual([
      'Training images per class: 10, 20 are listed more than once and trained once.',
    ])
    expect(warned('4c', { perClass: [20, 30], mlpPerClass: [30, 200] })).toEqual([
      'More images, for the MLP alone: 30 is listed more than once and trained once.',
    ])
    expect(warned('4c-search', { searchRates: [0.01, 0.01] })[0]).toContain('0.01 is listed more than once')
    expect(warned('4a', { kernels: [3] })[0]).toContain('has no effect here')
    expect(warned('4d', { perClass: [5], epochs: 10, seeds: 4, generator: 'spring2023' })).toEqual([])
  })

  it('says what time to expect, estimated, longer for more work', () => {
    const [note] = notes(paramsOf('4b'), '4b')
    expect(note).toMatch(/^Expected time: .* for 15 networks and 450 epochs in all, estimated/)
    expect(note).toContain('for 2 idle cores')
    const seconds = (preset: string, given = {}) => estimatedSeconds(paramsOf(preset, given), preset)
    expect(seconds('4d', { epochs: 600 })).toBeCloseTo(2 * seconds('4d'), 6)
    expect(seconds('4d', { seeds: 3 })).toBeCloseTo(3 * seconds('4d'), 6)
    // Never shorter than its longest network.
    expect(seconds('4b', { perClass: [1000] })).toBeGreaterThan(
      seconds('4a', { epochs: 30, images: 1000 }) / 2,
    )
  })
})
