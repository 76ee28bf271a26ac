import { describe, expect, it } from 'vitest'
import { findPreset, presetParams } from '#contract/params.ts'
import { definition } from './definition.ts'

const warned = (part: string, given: object = {}): readonly string[] =>
  definition.warnings({ ...presetParams(definition, findPreset(definition, part)), ...given }, part)
const refused = (part: string, given: object = {}) =>
  definition.refusal?.({ ...presetParams(definition, findPreset(definition, part)), ...given }, part)

describe('warnings', () => {
  it('tell before a run what would stop it', () => {
    expect(refused('3a', { imageSide: 8 })?.message).toContain('has 36 numbers, but 8 × 8 are needed')
    expect(refused('3a', { imageSide: 8, grids: 'random' })).toBeNull()
    expect(refused('3b', { sizes: [2, 8] })).toMatchObject({
      field: 'sizes',
      message: expect.stringContaining('not 2'),
    })
    expect(refused('3c', { poolSide: 2 })?.message).toContain('cannot be halved 2 times')
    expect(refused('3d', { pixels: [1] })?.message).toContain('has 1 number,')
  })

  it('tell of sides that do not halve evenly, of long runs and of parameters without effect', () => {
    expect(warned('3c', { poolSide: 9, poolGrid: 'random' })).toEqual([
      'A side of 9 cannot be halved evenly 2 times: the last rows and columns fill no window and get no gradient.',
    ])
    expect(warned('3b', { draws: 100_000 })[0]).toContain('draws 1700 million numbers')
    expect(warned('3b', { layers: 3 })).toEqual([
      'Pooling layers (layers) has no effect in part 3b; leave it as it is.',
    ])
  })
})
