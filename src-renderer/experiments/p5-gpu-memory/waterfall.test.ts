import { memoryLabels, stageLabels } from '#experiments/p5-gpu-memory/pure/stages.ts'
import { describe, expect, it } from 'vitest'
import type { StageReading } from './stage-table.ts'
import { waterfallGroups } from './waterfall.ts'

const table = (
  rows: readonly (readonly [stage: string, held: number, device: number | null])[],
): readonly StageReading[] =>
  rows.map(([stage, trainerMiB, deviceMiB]) => ({
    stage,
    trainerMiB,
    growthMiB: null,
    deviceMiB,
    othersMiB: null,
    memory: memoryLabels.host,
  }))

describe('the waterfall of a reading', () => {
  it('starts with what was held and floats each stage at the level before it', () => {
    const groups = waterfallGroups(
      table([
        [stageLabels.start, 50, null],
        [stageLabels.engine, 63, null],
        [stageLabels.network, 163, null],
        [stageLabels.lastStep, 150, null],
        [stageLabels.highest, 400, null],
      ]),
    )
    expect(groups.map(({ from = 0, values }) => [from, ...values])).toEqual([
      [0, 50, null, null],
      [50, null, 13, null],
      [63, null, 100, null],
      [163, null, null, -13],
      [0, 400, null, null],
    ])
    expect(groups[1]?.endLabel).toBe('+13')
    expect(groups[3]?.endLabel).toBe('−13')
  })

  it('stands on what the GPU held before the trainer, where the device was read', () => {
    const groups = waterfallGroups(
      table([
        [stageLabels.start, 0, null],
        [stageLabels.engine, 300, 500],
        [stageLabels.network, 520, 720],
      ]),
    )
    expect(groups.map(({ label }) => label)[0]).toBe('GPU before the trainer')
    expect(groups.map(({ from = 0, values }) => [from, values[0] ?? values[1]])).toEqual([
      [0, 200],
      [200, 300],
      [500, 220],
    ])
  })

  it('lists the stages with nothing measured before a run', () => {
    const groups = waterfallGroups(null)
    expect(groups).toHaveLength(6)
    expect(groups.every(({ values }) => values.every((value) => value === null))).toBe(true)
  })
})
