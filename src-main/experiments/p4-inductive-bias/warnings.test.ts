import { describe, expect, it } from 'vitest'
import { slotByKey } from '../collect-run.testing.ts'
import * as overfit from './parts/4a.ts'
import * as moreImages from './parts/4b.ts'
import * as shift from './parts/4d.ts'
import { estimatedSeconds } from './work.ts'

const warned = (key: string, given: Record<string, unknown>) => slotByKey(key).ask(given).warnings()

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
    expect(warned('4d', { perClass: [5], epochs: 10, seeds: 4, generator: 'spring2023' })).toEqual([])
    expect(warned('4a', { images: 2 })).toEqual([])
  })

  it('refuses a parameter that would have no effect', () => {
    expect(() => warned('4a', { kernels: [3] })).toThrow('There is no parameter "kernels" in 4a')
    expect(() => warned('4c-search', { learningRate: 0.1 })).toThrow('There is no parameter "learningRate"')
  })

  it('says what time to expect, estimated, longer for more work', () => {
    const [note] = slotByKey('4b').ask({}).notes()
    expect(note).toMatch(/^Expected time: .* for 15 networks and 450 epochs in all, estimated/)
    expect(note).toContain('for 2 idle cores')
    const shifted = (given = {}) => estimatedSeconds(shift.plan(shift.part.slots.main.typed(given)))
    expect(shifted({ epochs: 600 })).toBeCloseTo(2 * shifted(), 6)
    expect(shifted({ seeds: 3 })).toBeCloseTo(3 * shifted(), 6)
    // Never shorter than its longest network.
    expect(
      estimatedSeconds(moreImages.plan(moreImages.part.slots.main.typed({ perClass: [1000] }))),
    ).toBeGreaterThan(
      estimatedSeconds(overfit.plan(overfit.part.slots.main.typed({ epochs: 30, images: 1000 }))) / 2,
    )
  })
})
