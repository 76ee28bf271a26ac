import type { Table } from '#contract/samples.ts'
import { presetParams } from '#contract/params.ts'
import {
  definition,
  expectation,
  gpuPredictionTable,
  mebibytes,
  type Problem5Params,
} from '#experiments/p5-gpu-memory/definition.ts'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../charts/bar-geometry.ts'
import { breakdownGroups, expectedByOptimizer } from './breakdown-bars.ts'

const preset = definition.presets.find(({ id }) => id === '5b')
if (!preset) throw new Error('There is no preset 5b.')
const params = presetParams(definition, preset) as Problem5Params
const endOf = (group: Parameters<typeof piecesOf>[0] | undefined): number =>
  (group && piecesOf(group).at(-1)?.to) ?? NaN

describe('the bars of part 5b', () => {
  it('sum before a run to what is expected of the whole process', () => {
    const groups = breakdownGroups(expectedByOptimizer(params, false), null, () => null)
    const expected = mebibytes(expectation({ ...params, optimizer: 'adam' }, '5a').peakBytes)
    expect(endOf(groups[4])).toBeCloseTo(expected, 6)
    expect(groups.map(({ label }) => label)[5]).toBe('Adam, measured')
    expect(piecesOf(groups[5] ?? { label: '', values: [] })).toEqual([])
  })

  it('for a GPU hold what the table of predictions holds, without process, engine and workspace', () => {
    const table = gpuPredictionTable(params)
    const kinds = expectedByOptimizer(params, true).adam
    expect(kinds).toMatchObject({ processAndEngine: null, workspace: null })
    const [group] = breakdownGroups(expectedByOptimizer(params, true), null, () => null).slice(4)
    const total = table.rows[2]?.[table.columns.indexOf('total, MiB (2²⁰)')]
    expect(endOf(group)).toBeCloseTo(Number(total), 6)
  })

  it('end where it was measured, whether more or less than predicted', () => {
    const columns = [
      'optimizer',
      'weights',
      'gradients',
      'optimizer state',
      'buffers',
      'activations',
      'workspace',
      'process and engine (measured)',
      'predicted',
      'measured',
      'unexplained',
      'other processes (measured)',
    ]
    const table: Table = {
      columns,
      rows: [
        ['SGD', 100, 100, 0, 1, 50, 20, 60, 331, 300, -31, null],
        ['Adam', 100, 100, 200, 1, 50, 20, 60, 531, 600, 69, null],
      ],
    }
    const groups = breakdownGroups(expectedByOptimizer(params, false), table, () => null)
    expect(endOf(groups[0])).toBeCloseTo(331, 9)
    expect(endOf(groups[1])).toBeCloseTo(300, 9)
    expect(endOf(groups[5])).toBeCloseTo(600, 9)
    // Momentum has no row: its training did not come to its end.
    expect(endOf(groups[3])).toBeNaN()
  })
})
