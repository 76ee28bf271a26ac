import { part } from '#experiments/p5-gpu-memory/parts/5b.ts'
import { gpuPredictions } from '#experiments/p5-gpu-memory/pure/counts.ts'
import { expectedBytes } from '#experiments/p5-gpu-memory/pure/expectations.ts'
import { memoryLabels, stageLabels } from '#experiments/p5-gpu-memory/pure/stages.ts'
import { mebibytes } from '#experiments/p5-gpu-memory/pure/units.ts'
import { describe, expect, it } from 'vitest'
import { expectedByOptimizer } from './breakdown-bars.ts'
import { gpuPredictionRows, kindRows } from './breakdown-table.ts'
import { stageTable, type StageReading } from './stage-table.ts'

const params = part.slots.main.typed({})

describe('the tables of problem 5', () => {
  it('have a row for each kind of memory and a column for each optimizer, with the unit of the row', () => {
    const rows = gpuPredictionRows(gpuPredictions({ ...params, model: 'resnet152', side: 224 }))
    expect(rows.map(({ kind }) => kind)).toEqual([
      'weights, MiB',
      'gradients, MiB',
      'optimizer state, MiB',
      'buffers, MiB',
      'activations, MiB',
      'temporary results, MiB',
      'total, MiB (2²⁰)',
      'total, MB (10⁶)',
      'highest in the',
    ])
    const [weights, , state] = rows
    for (const name of ['sgd', 'momentum', 'adam']) expect(weights?.[name]).toBeCloseTo(221.879, 3)
    expect(state?.['sgd']).toBe(0)
    expect(state?.['momentum']).toBeCloseTo(221.879, 3)
    expect(state?.['adam']).toBeCloseTo(443.76, 3)
  })

  it('give before a run the expected total, and nothing measured', () => {
    const rows = kindRows(expectedByOptimizer(params, false), null, false, () => 'not run yet')
    const rowOf = (name: string) => rows.find(({ kind }) => kind === name)
    expect(rowOf('predicted in all')?.['adam']).toBeCloseTo(
      mebibytes(expectedBytes(params, 'adam', params.batchSize)),
      6,
    )
    const none = 'not run yet'
    expect(rowOf('measured')).toEqual({ kind: 'measured', sgd: none, momentum: none, adam: none })
    expect(rowOf('temporary results')?.['adam']).toBe('in the workspace')
    expect(rows.flatMap((row) => Object.values(row))).not.toContain(null)
    const onGpu = kindRows(expectedByOptimizer(params, true), null, true, () => none)
    expect(onGpu.flatMap((row) => Object.values(row))).not.toContain(null)
    expect(onGpu[0]?.['sgd']).toBe('not predicted')
  })

  it('keep as many rows of stages with readings as without, and leave out what a host cannot report', () => {
    const measured = Object.values(stageLabels).map((stage, index): StageReading => ({
      stage,
      trainerMiB: 50 + index,
      growthMiB: 1,
      deviceMiB: null,
      othersMiB: null,
      memory: memoryLabels.host,
    }))
    const labels = (readings: readonly StageReading[] | null) =>
      stageTable(readings, 'not run yet').columns.map(({ label }) => label)
    const before = stageTable(null, 'not run yet')
    expect(stageTable(measured, '').rows).toHaveLength(before.rows.length)
    for (const { whenEmpty } of before.columns) expect(whenEmpty).toBe('not run yet')
    expect(labels(measured)).toEqual(labels(null))
    expect(labels(measured.map((row) => ({ ...row, deviceMiB: 700 })))).toContain('whole GPU, MiB')
  })
})
