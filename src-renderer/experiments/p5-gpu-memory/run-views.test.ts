import type { Values } from '#contract/samples.ts'
import { part as part5c } from '#experiments/p5-gpu-memory/parts/5c.ts'
import { batchTrack, epochsTrack } from '#experiments/p5-gpu-memory/pure/batch-sizes.ts'
import { attemptsTrack } from '#experiments/p5-gpu-memory/pure/search-tracks.ts'
import { describe, expect, it } from 'vitest'
import type { RunState } from '../../lab/run.svelte.ts'
import { Tracks } from '../../lab/track-data.ts'
import { batchRows, whyEmpty } from './batch-rows.ts'
import { whyNotMeasured } from './breakdown-table.ts'
import { accuracyTraces, fromZero, memoryTraces } from './batch-traces.ts'
import { coarsenessOf, limitMarks, limitOf, orderTraces, trialsOf, trialTraces } from './search-traces.ts'

const { main, largest } = part5c.slots

type Columns = Readonly<Record<string, readonly number[]>>

/** What the views read of a run. */
function runOf(tracks: Readonly<Record<string, Columns>>, values: Values = {}, isLive = true): RunState {
  const held = new Tracks()
  for (const [track, series] of Object.entries(tracks)) {
    const steps = Object.values(series)[0]?.map((_, index) => index + 1) ?? []
    const columns = Object.fromEntries(Object.entries(series).map(([id, column]) => [id, [...column]]))
    held.append({ track, from: 0, steps, seconds: steps, series: columns })
  }
  return { id: 'run', values, isLive, track: (name: string) => held.get(name) } as unknown as RunState
}

describe('the batch sizes of part c', () => {
  const params = main.typed({ batchSizes: [4, 16, 64], trainImages: 64, epochs: 2 })

  it('are read from the samples while the run goes on', () => {
    const run = runOf({
      [batchTrack(4)]: { memoryMiB: [100, 300, 200] },
      [epochsTrack(4)]: { accuracy: [10, 20], elapsed: [3, 7] },
      [batchTrack(16)]: { memoryMiB: [150] },
    })
    const [first, second, third] = batchRows(run, params, new Map([[64, 400]]))
    expect(first).toMatchObject({ measuredMiB: 300, seconds: 7, accuracy: 20, outcome: 'trained' })
    expect(first).toMatchObject({ learningRate: 1e-4, updates: 32 })
    expect(second).toMatchObject({ measuredMiB: 150, seconds: null, outcome: 'epoch 1 of 2' })
    expect(third).toMatchObject({ measuredMiB: null, predictedMiB: 400, outcome: 'waiting' })
  })

  it('keep what was measured before the run was stopped', () => {
    // 100 images: three batches of 32 and one of 4 an epoch, at 16 images a second and 4.
    const stopped = main.typed({ batchSizes: [32, 64], trainImages: 100, epochs: 2, steps: 2 })
    const run = runOf(
      {
        [batchTrack(32)]: { memoryMiB: [300, 320, 900, 900, 900], imagesPerSecond: [16, 16, 16, 4, 16] },
        [epochsTrack(32)]: { accuracy: [20], elapsed: [8] },
      },
      {},
      false,
    )
    const [first, second] = batchRows(run, stopped, new Map([[32, 310]]))
    expect(first?.imagesPerSecond).toBeCloseTo((4 * 32 + 4) / (4 * 2 + 1), 9)
    // Over as many steps as a reading has, whatever was held later.
    expect(first).toMatchObject({ measuredMiB: 320, unexplainedMiB: 10, outcome: 'stopped in epoch 2 of 2' })
    expect(second).toMatchObject({ measuredMiB: null, imagesPerSecond: null, unexplainedMiB: null })
    expect(second?.outcome).toBe('stopped without a measurement')
  })

  it('keep a row for one that ran out of memory, without the numbers it did not come to', () => {
    const table = {
      columns: ['batch size', 'measured, MiB', 'fitted line, MiB', 'predicted, MiB', 'outcome', 'memory of'],
      rows: [
        [4, 290, 290, 280, 'trained', 'host memory'],
        [64, null, 500, 480, 'out of memory', 'host memory'],
      ],
    }
    const run = runOf(
      { [batchTrack(64)]: { memoryMiB: [450] }, [epochsTrack(64)]: { accuracy: [50], elapsed: [9] } },
      { '5c.memory': { value: table }, '5c.fixedMiB': { value: 276 }, '5c.slopeMiB': { value: 3.5 } },
      false,
    )
    const rows = batchRows(run, params, new Map())
    expect(rows[2]).toMatchObject({
      measuredMiB: null,
      seconds: null,
      accuracy: null,
      outcome: 'out of memory',
    })
    const [measured, fitted] = memoryTraces(run, rows)
    expect(Array.from(measured?.x ?? [])).toEqual([4])
    expect(fromZero(memoryTraces(run, rows))[0]).toBe(0)
    expect(fromZero(memoryTraces(run, rows))[1]).toBeGreaterThan(276 + 3.5 * 64)
    expect(Array.from(fitted?.y ?? [])).toEqual([276, 276 + 3.5 * 64])
  })

  it('say in each empty cell why it is empty', () => {
    const reasons = [
      ['out of memory', 'out of memory'],
      ['diverged at step 3', 'diverged'],
      ['stopped in epoch 2 of 2', 'stopped'],
      ['stopped without a measurement', 'stopped'],
      ['epoch 1 of 2', 'not yet'],
      ['waiting', 'not yet'],
      ['not run yet', 'not run yet'],
    ] as const
    for (const [outcome, reason] of reasons) expect(whyEmpty({ outcome })).toBe(reason)
    expect(whyNotMeasured(null, 'sgd')).toBe('not run yet')
    expect(whyNotMeasured(runOf({}), 'sgd')).toBe('not yet')
    expect(whyNotMeasured(runOf({}, {}, false), 'sgd')).toBe('not measured: the run was stopped')
    const lost = { '5b.sgd.measuredMiB': { value: null, notMeasured: 'The trainer did not survive.' } }
    expect(whyNotMeasured(runOf({}, lost), 'sgd')).toBe('out of memory')
  })

  it('draw accuracy against the wall time of each, not against the clock of the run', () => {
    const run = runOf({ [epochsTrack(16)]: { accuracy: [10, 30], elapsed: [2, 4.5] } })
    const [trace] = accuracyTraces(run, params)
    expect(trace?.label).toBe('batch 16')
    expect(Array.from(trace?.x ?? []).slice(0, 2)).toEqual([2, 4.5])
    expect(Array.from(trace?.y ?? []).slice(0, 2)).toEqual([10, 30])
  })
})

describe('the search for the largest batch', () => {
  const tracks = {
    [attemptsTrack]: {
      batch: [4, 16, 120, 80],
      attemptMiB: [100, 200, 950, 800],
      attemptPredictedMiB: [110, 190, 900, 790],
    },
  }
  const params = largest.typed({ budgetMiB: 1000, margin: 10 })

  it('divides its trials by the limit less the margin, each with its prediction', () => {
    const run = runOf(tracks)
    const limit = limitOf(run, params)
    expect(limit).toEqual({ whole: 1000, usable: 900 })
    const [predicted, fitting, beyond] = trialTraces(trialsOf(run, limit))
    expect(Array.from(fitting?.x ?? [])).toEqual([4, 16, 80])
    expect(Array.from(beyond?.y ?? [])).toEqual([950])
    expect(Array.from(predicted?.y ?? [])).toEqual([110, 190, 790, 900])
    expect(Array.from(orderTraces(trialsOf(run, limit))[0]?.y ?? [])).toEqual([4, 16, 120, 80])
  })

  it('states how precisely the largest is known: the next that failed, and how far readings fall back', () => {
    const run = runOf({
      [attemptsTrack]: {
        batch: [4, 16, 120, 80, 96],
        attemptMiB: [100, 200, 950, 850, 830],
        attemptPredictedMiB: [110, 190, 900, 790, 800],
      },
    })
    const limit = limitOf(run, params)
    expect(coarsenessOf(trialsOf(run, limit), limit, 96)).toEqual({ smallestFailing: 120, dipMiB: 20 })
    // A process that was lost stands at the limit, which is no reading.
    const lost = runOf({
      [attemptsTrack]: { batch: [4, 16, 32], attemptMiB: [100, 1000, 90], attemptPredictedMiB: [1, 1, 1] },
    })
    expect(coarsenessOf(trialsOf(lost, limit), limit, 4)).toEqual({ smallestFailing: 16, dipMiB: 10 })
  })

  it('takes the limit that the run found where all that is free was asked for', () => {
    const asked = largest.typed({ budgetMiB: 0, margin: 20 })
    expect(limitOf(null, asked)).toBeNull()
    const run = runOf(tracks, { '5c.limitMiB': { value: 2000 } })
    expect(limitOf(run, asked)).toEqual({ whole: 2000, usable: 1600 })
    expect(limitMarks(limitOf(run, asked), 20, 80)).toHaveLength(3)
  })
})
