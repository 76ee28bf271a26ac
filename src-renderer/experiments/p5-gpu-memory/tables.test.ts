import type { Table } from '#contract/samples.ts'
import { presetParams } from '#contract/params.ts'
import {
  definition,
  expectation,
  mebibytes,
  stageLabels,
  type Problem5Params,
} from '#experiments/p5-gpu-memory/definition.ts'
import { describe, expect, it } from 'vitest'
import { expectedByOptimizer } from './breakdown-bars.ts'
import { kindsTable } from './breakdown-table.ts'
import { stageTable } from './stage-table.ts'
import { transposed } from './transposed.ts'

const preset = definition.presets.find(({ id }) => id === '5b')
if (!preset) throw new Error('There is no preset 5b.')
const params = presetParams(definition, preset) as Problem5Params

describe('the tables of problem 5', () => {
  it('turn kinds of memory into rows and optimizers into columns', () => {
    const table = {
      columns: ['optimizer', 'weights', 'state'],
      rows: [
        ['SGD', 10, 0],
        ['Adam', 10, 20],
      ],
    }
    expect(transposed(table)).toEqual({
      columns: ['optimizer', 'SGD', 'Adam'],
      rows: [
        ['weights', 10, 10],
        ['state', 0, 20],
      ],
    })
  })

  it('say before a run what is expected in all, and nothing measured', () => {
    const { rows } = kindsTable(expectedByOptimizer(params, false), null, false)
    const [, , , adam] = rows.find(([kind]) => kind === 'predicted in all') ?? []
    expect(adam).toBeCloseTo(mebibytes(expectation({ ...params, optimizer: 'adam' }, '5a').peakBytes), 6)
    expect(rows.find(([kind]) => kind === 'measured')?.slice(1)).toEqual([null, null, null])
  })

  it('keep as many rows of stages with readings as without, and leave out what a host cannot tell', () => {
    const measured: Table = {
      columns: [
        'stage',
        'trainer, MiB',
        'growth, MiB',
        'whole GPU, MiB',
        'other processes, MiB',
        'memory of',
      ],
      rows: Object.values(stageLabels).map((label, index) => [
        label,
        50 + index,
        1,
        null,
        null,
        'host memory',
      ]),
    }
    expect(stageTable(measured).rows).toHaveLength(stageTable(null).rows.length)
    expect(stageTable(measured).columns).toEqual(stageTable(null).columns)
    const onGpu = { ...measured, rows: measured.rows.map((row) => row.with(3, 700)) }
    expect(stageTable(onGpu).columns).toContain('whole GPU, MiB')
  })
})
