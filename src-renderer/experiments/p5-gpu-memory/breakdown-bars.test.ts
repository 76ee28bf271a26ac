import { gpuPredictions } from '#experiments/p5-gpu-memory/pure/counts.ts'
import { expectedBytes } from '#experiments/p5-gpu-memory/pure/expectations.ts'
import { mebibytes } from '#experiments/p5-gpu-memory/pure/units.ts'
import { part } from '#experiments/p5-gpu-memory/parts/5b.ts'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../charts/bar-geometry.ts'
import { breakdownGroups, expectedByOptimizer, type BreakdownRows } from './breakdown-bars.ts'

const params = part.slots.main.typed({})
const endOf = (group: Parameters<typeof piecesOf>[0] | undefined): number =>
  (group && piecesOf(group).at(-1)?.to) ?? NaN

describe('the bars of part 5b', () => {
  it('sum before a run to what is expected of the whole process', () => {
    const groups = breakdownGroups(expectedByOptimizer(params, false), null, () => null)
    const expected = mebibytes(expectedBytes(params, 'adam', params.batchSize))
    expect(endOf(groups[4])).toBeCloseTo(expected, 6)
    expect(groups.map(({ label }) => label)[5]).toBe('Adam, measured')
    expect(piecesOf(groups[5] ?? { label: '', values: [] })).toEqual([])
  })

  it('for a GPU hold what the table of predictions holds, without process, engine and workspace', () => {
    const kinds = expectedByOptimizer(params, true).adam
    expect(kinds).toMatchObject({ processAndEngine: null, workspace: null })
    const [group] = breakdownGroups(expectedByOptimizer(params, true), null, () => null).slice(4)
    expect(endOf(group)).toBeCloseTo(gpuPredictions(params)[2]?.total ?? NaN, 6)
  })

  it('end where it was measured, whether more or less than predicted', () => {
    const common = { weights: 100, gradients: 100, buffers: 1, activations: 50, workspace: 20 }
    const table: BreakdownRows = [
      {
        ...common,
        optimizer: 'SGD',
        state: 0,
        processAndEngine: 60,
        predicted: 331,
        measured: 300,
        unexplained: -31,
        others: null,
      },
      {
        ...common,
        optimizer: 'Adam',
        state: 200,
        processAndEngine: 60,
        predicted: 531,
        measured: 600,
        unexplained: 69,
        others: null,
      },
    ]
    const groups = breakdownGroups(expectedByOptimizer(params, false), table, () => null)
    expect(endOf(groups[0])).toBeCloseTo(331, 9)
    expect(endOf(groups[1])).toBeCloseTo(300, 9)
    expect(endOf(groups[5])).toBeCloseTo(600, 9)
    // Momentum has no row: its training was not completed.
    expect(endOf(groups[3])).toBeNaN()
  })
})
