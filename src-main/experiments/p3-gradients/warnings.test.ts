import { describe, expect, it } from 'vitest'
import { findPreset, presetParams } from '#contract/params.ts'
import { definition } from './definition.ts'

const warned = (part: string, given: object = {}): readonly string[] =>
  definition.warnings({ ...presetParams(definition, findPreset(definition, part)), ...given }, part)

describe('warnings', () => {
  it('tell before a run what would stop it', () => {
    expect(warned('3a', { imageSide: 8 })[0]).toContain('has 36 numbers, but 8 x 8 are needed')
    expect(warned('3a', { imageSide: 8, grids: 'random' })).toEqual([])
    expect(warned('3b', { sizes: [2, 8] })[0]).toContain('not 2')
    expect(warned('3c', { poolSide: 2 })[0]).toContain('cannot be halved 2 times')
    expect(warned('3d', { pixels: [1] })[0]).toContain('has 1 numbers')
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
