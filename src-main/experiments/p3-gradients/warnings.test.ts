import { describe, expect, it } from 'vitest'
import { slotByKey } from '../collect-run.testing.ts'

const warned = (part: string, given: object = {}): readonly string[] =>
  slotByKey(part)
    .ask({ ...given })
    .warnings()
const refused = (part: string, given: object = {}): Readonly<Record<string, string>> => {
  const slot = slotByKey(part)
  return slot.problems({ ...slot.defaults, ...given })
}

describe('warnings', () => {
  it('say before a run what would stop it', () => {
    expect(refused('3a', { imageSide: 8 })['image']).toContain('has 36 numbers, but 8 × 8 are needed')
    expect(refused('3a', { imageSide: 8, grids: 'random' })).toEqual({})
    expect(refused('3b', { sizes: [2, 8] })).toEqual({ sizes: expect.stringContaining('not 2') })
    expect(refused('3c', { poolSide: 2 })['poolSide']).toContain('cannot be halved 2 times')
    expect(refused('3d', { pixels: [1] })['pixels']).toContain('has 1 number,')
  })

  it('name the field by its label alone where its name can be left out', () => {
    // The page shows a sentence without "(kernelSide)", which it finds behind the label.
    for (const [part, given, field] of [
      ['3a', { imageSide: 2 }, 'kernelSide'],
      ['3c', { poolSide: 2 }, 'poolSide'],
    ] as const) {
      const label = slotByKey(part).fields.find(({ name }) => name === field)?.label
      expect(refused(part, given)[field]).toContain(`${label} (${field})`)
    }
  })

  it('tell of sides that do not halve evenly and of long runs', () => {
    expect(warned('3c', { poolSide: 9, poolGrid: 'random' })).toEqual([
      'A side of 9 cannot be halved evenly 2 times: the last rows and columns fill no window and get no gradient.',
    ])
    expect(warned('3d', { poolSide: 9, poolGrid: 'random', layers: 1 })[0]).toContain('halved evenly once')
    expect(warned('3b', { draws: 100_000 })[0]).toContain('draws 1700 million numbers')
  })

  it('are not needed for parameters without effect: a part has none', () => {
    expect(() => slotByKey('3b').ask({ layers: 3 })).toThrow('There is no parameter "layers" in 3b')
  })
})
