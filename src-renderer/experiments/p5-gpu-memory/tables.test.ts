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
      'total, MiB (2²⁰)',
      'total, MB (10⁶)',
    ])
    const [weights, , state] = rows
    for (const name of ['sgd', 'momentum', 'adam']) expect(weights?.[name]).toBeCloseTo(221.879, 3)
    expect(state?.['sgd']).toBe(0)
    expect(state?.['momentum']).toBeCloseTo(221.879, 3)
    expect(state?.['adam']).toBeCloseTo(443.76, 3)
  })

  it('give before a run the expected total, and nothing measured', () => {
    const rows = kindRows(expectedByOptimizer(params, false), null, false)
    const rowOf = (name: string) => rows.find(({ kind }) => kind === name)
    expect(rowOf('predicted in all')?.['adam']).toBeCloseTo(
      mebibytes(expectedBytes(params, 'adam', params.batchSize)),
      6,
    )
    expect(rowOf('measured')).toEqual({ kind: 'measured', sgd: null, momentum: null, adam: null })
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
      stageTable(readings).columns.map(({ label }) => label)
    expect(stageTable(measured).rows).toHaveLength(stageTable(null).rows.length)
    expect(labels(measured)).toEqual(labels(null))
    expect(labels(measured.map((row) => ({ ...row, deviceMiB: 700 })))).toContain('whole GPU, MiB')
  })
})
