import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poolStack } from './pure/pooling-stack.ts'
import { Random } from '#numeric/random.ts'
import { collectRun } from '../collect-run.testing.ts'
import { part } from './parts/3c.ts'
import { checkPooling, levelSummaries, pooledSide, poolingGrids, poolingPass } from './pure/pooling-grid.ts'
import { poolingMeasures, shifted } from './pure/pooling-measures.ts'

const defaults = part.slots.main.typed({})
const settings = fc
  .record({
    poolSide: fc.integer({ min: 2, max: 16 }),
    layers: fc.integer({ min: 1, max: 4 }),
    poolUpstream: fc.constantFrom('ones' as const, 'random' as const),
    seed: fc.nat(),
  })
  .filter(({ poolSide, layers }) => poolSide >= 2 ** layers)

describe('part 3c', () => {
  it('reaches 4 of 64 pixels through two layers of max, and all of them through averages', async () => {
    const run = await collectRun('3c', {})
    const number = (name: string) => run.values.get(`3c.${name}`)?.value
    expect(number('maxShare')).toBe(4 / 64)
    expect(number('maxNorm')).toBe(1)
    expect(number('averageNorm')).toBe(0.25)
    expect(Number(number('maxError'))).toBeLessThan(1e-9)
    const average = number('average')
    const cells = typeof average === 'object' && average ? average.rows.flat() : []
    expect(cells).toEqual(Array.from({ length: 64 }, () => 1 / 16))
  })

  it('loses a factor 4 of share (max) or 2 of norm (average) in each layer, where sides halve evenly', () => {
    fc.assert(
      fc.property(settings, ({ seed, ...given }) => {
        const grids = poolingGrids({ ...defaults, ...given, poolGrid: 'random' }, new Random(seed))
        for (const kind of ['max', 'average'] as const) {
          const levels = levelSummaries(poolingPass(kind, grids))
          expect(levels.map(({ side }) => side)).toEqual(
            Array.from({ length: given.layers + 1 }, (_, depth) =>
              pooledSide(given.poolSide, given.layers - depth),
            ),
          )
          for (const level of levels) {
            expect(Math.abs(level.norm - level.normTheory)).toBeLessThanOrEqual(1e-12 * (1 + level.norm))
            expect(level.share).toBeCloseTo(level.shareTheory, 14)
          }
          expect(checkPooling(kind, grids).maxError).toBeLessThan(1e-8)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('refuses a grid too small for its layers, and lists of another length', () => {
    const asked = (given: object) => () => poolingGrids({ ...defaults, ...given }, new Random(1))
    expect(asked({ poolSide: 7, layers: 3 })).toThrow('use a side of 8 at least, or fewer layers.')
    expect(asked({ poolSide: 4 })).toThrow('Pixels (pixels) has 64 numbers, but 4 × 4 are needed')
    expect(asked({ poolUpstream: 'typed', layers: 1 })).toThrow('Typed dY (outputGradient) has 4 numbers')
  })

  it('says that no norm can be kept where dY is zero', async () => {
    const run = await collectRun('3c', {
      poolUpstream: 'typed',
      outputGradient: [0, 0, 0, 0],
    })
    expect(JSON.stringify(run.values.get('3c.maxNorm'))).toContain('dY is zero everywhere')
  })
})

describe('part 3d', () => {
  const grid = { side: 4, values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 9) }
  const every = [...grid.values.keys()]
  const ones = new Float64Array(4).fill(1)

  it('moves a grid by one pixel and repeats the border', () => {
    const three = { side: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) }
    expect([...shifted(three, 0, 1).values]).toEqual([1, 1, 2, 4, 4, 5, 7, 7, 8])
    expect([...shifted(three, -1, 0).values]).toEqual([4, 5, 6, 7, 8, 9, 7, 8, 9])
  })

  it('measures noise on one pixel as worked by hand', () => {
    const max = poolingMeasures('max', grid, 1, ones, 2, every)
    // Windows 1 2 5 6, 3 4 7 8, 0 0 0 0, 0 0 0 9; plus 2 lifts the outputs by 2 + 1, 2 + 1, 4 * 2 and 2.
    expect(max.bright).toBeCloseTo((3 + 3 + 8 + 2) / 16 / 2, 14)
    // Minus 2 lowers the first two outputs by 1 each (5 and 7 remain) and the last by 2.
    expect(max.dark).toBeCloseTo((1 + 1 + 2) / 16 / 2, 14)
    expect(max.meanMoved).toBeCloseTo((6 + 8 + 0 + 9) / 4 - 45 / 16, 14)
    expect(max.normKept).toBe(1)
  })

  it('finds 4^-L for any noise through averages, which keep the mean', () => {
    fc.assert(
      fc.property(
        settings,
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        ({ seed, layers, poolUpstream }, spike) => {
          const given = { poolSide: 2 ** layers, layers, poolUpstream, poolGrid: 'random' as const }
          const { grid, upstream } = poolingGrids({ ...defaults, ...given }, new Random(seed))
          fc.pre(upstream.values.some((value) => value !== 0))
          const all = [...grid.values.keys()]
          const average = poolingMeasures('average', grid, layers, upstream.values, spike, all)
          expect(average.bright).toBeCloseTo(4 ** -layers, 10)
          expect(average.dark).toBeCloseTo(4 ** -layers, 10)
          expect(average.meanMoved).toBeCloseTo(0, 12)
          expect(average.normKept).toBeCloseTo(2 ** -layers, 12)
          const max = poolingMeasures('max', grid, layers, upstream.values, spike, all)
          expect(max.normKept).toBeCloseTo(1, 12)
          expect(max.share).toBeCloseTo(4 ** -layers, 12)
          expect(max.meanMoved).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is not changed by a strong pixel that moves within its window, while it is by one that leaves', () => {
    const outputsOf = (values: Float64Array) => [...(poolStack('max', values, 4, 1).at(-1)?.values ?? [])]
    const lone = { side: 4, values: new Float64Array(16) }
    lone.values[10] = 9
    expect(outputsOf(shifted(lone, 0, 1).values)).toEqual(outputsOf(lone.values))
    expect(outputsOf(shifted(lone, 0, -1).values)).not.toEqual(outputsOf(lone.values))
    // Two of the four moves change two outputs by 9 each, of 4 outputs; all change two pixels of 16.
    const { shift } = poolingMeasures('max', lone, 1, ones, 1, [0])
    expect(shift).toBeCloseTo(Math.sqrt((2 * 81) / 4) / 2 / Math.sqrt((2 * 81) / 16), 14)
  })

  it('has no shift and no spread to speak of where the image is of one colour', () => {
    const even = { side: 4, values: new Float64Array(16).fill(0.5) }
    const measures = poolingMeasures('max', even, 1, ones, 1, [3])
    expect(measures.shift).toBeNaN()
    expect(measures.shiftOfSpread).toBeNaN()
  })

  it('fills the table on the grid and on images', async () => {
    const run = await collectRun('3d', { trainImages: 40 })
    const table = run.values.get('3d.comparison')?.value
    const rows = typeof table === 'object' && table ? table.rows : []
    expect(rows).toHaveLength(7)
    const row = (start: string) => rows.find(([first]) => String(first).startsWith(start))?.slice(1)
    expect(row('Norm')).toEqual([1, 0.25, 1, 0.25])
    expect(row('Share')).toEqual([1 / 16, 1, 1 / 16, 1])
    expect(row('One pixel brighter')?.[3]).toBeCloseTo(1 / 16, 12)
    expect(Number(row('One pixel brighter')?.[2])).toBeGreaterThan(0.5)
    expect(run.values.get('3d.images')).toEqual({ value: 40 })
    const last = run.samples.filter(({ track }) => track === 'max').at(-1)
    expect(last?.values['bright']).toBe(row('One pixel brighter')?.[2])
  })
})
