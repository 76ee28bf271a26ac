/** The parts with given readings: what they make of GPUs, failures and readings that cannot be right. */
import { describe, expect, it } from 'vitest'
import { predictMemory } from '#models/memory-prediction.ts'
import type { ApartJob } from '../apart.ts'
import {
  answerTo,
  at,
  batchOf,
  cpu,
  flagsOf,
  inputOf,
  machine,
  mib,
  result,
  rowsOf,
  t4,
  trained,
  valuesOf,
} from './given-readings.testing.ts'
import { readingJobSchema } from './job-results.ts'
import { failureOf } from './metered-network.ts'
import { modelOf } from './pure/network.ts'
import { breakdown, onGpu } from './pure/optimizer-values.ts'

describe('part a', () => {
  it('names the GPU and takes the network off what was measured', async () => {
    const values = await valuesOf('5a', () => result(900))
    expect(rowsOf(values['5a.gpu'])).toEqual([['Tesla T4', '550.54.15', 15_360, 200, 'nvidia-smi']])
    expect(values['5a.gpuTotalMiB']).toEqual({ value: 15_360 })
    expect(values['5a.contextMiB']?.value).toBeCloseTo(346 - 222.458, 2)
    expect(values['5a.hostContextMiB']).toHaveProperty('notMeasured')
    expect(rowsOf(values['5a.waterfall']).map((row) => row[1])).toEqual([0, 120, 346, 890, 900, 900])
    expect(flagsOf(values, '5a')).toBe('')
    expect(answerTo('5a', 'i', values)).toMatch(/ResNet-152 .* 58 164 298 .*232\.7 MB.*221\.9 MiB/)
    expect(answerTo('5a', 'ii', values)).toContain('Tesla T4, with 15 360 MiB')
    expect(answerTo('5a', 'iii', values)).toContain('123.5 MiB')
  })

  it('says what is not measured without a GPU, and labels host memory', async () => {
    const inHost = { start: at(60), network: at(346), highest: at(900) }
    const host = { ...result(900), memory: 'host', device: cpu, stages: inHost } as const
    const values = await valuesOf('5a', () => host, machine([], 'nvidia-smi is not installed'))
    for (const id of ['5a.gpu', '5a.gpuTotalMiB', '5a.contextMiB', '5a.otherProcesses'])
      expect(values[id]).toMatchObject({
        value: null,
        notMeasured: expect.stringContaining('No GPU was found'),
      })
    expect(values['5a.hostContextMiB']?.value).toBeCloseTo(346 - 60 - 222.458, 2)
    expect(rowsOf(values['5a.waterfall'])[0]?.at(-1)).toMatch(/^host memory/)
  })

  it('warns of a program that comes up during the reading', async () => {
    const game = { pid: 99, name: 'game.exe', bytes: 700 * mib }
    const stages = { ...result(900).stages, network: at(346, [game]), firstStep: at(890, [game]) }
    const values = await valuesOf('5a', () => result(900, { stages, memory: 'gpuDevice' }))
    expect(flagsOf(values, '5a')).toMatch(
      /process 99 \(game\.exe\) appeared.*does not report memory by process/,
    )
    expect(rowsOf(values['5a.otherProcesses'])).toEqual([[99, 'game.exe', 700]])
  })
})

describe('part b', () => {
  const optimizerOf = (job: ApartJob): string => readingJobSchema.parse(job.input).optimizer

  it('flags momentum below SGD, and a difference below the state', async () => {
    const peaks: Record<string, number> = { sgd: 1500, momentum: 1400, adam: 1420 }
    const values = await valuesOf('5b', (job) => result(peaks[optimizerOf(job)] ?? NaN))
    expect(values['5b.momentum.measuredMiB']).toEqual({ value: 1400 })
    expect(flagsOf(values, '5b')).toMatch(
      /SGD with momentum was measured 100 MiB below SGD, though it keeps 90 MiB more.*20 MiB, is less than half of the 90 MiB/,
    )
  })

  it('keeps a lost process as out of memory, and the others', async () => {
    const values = await valuesOf('5b', (job) => (optimizerOf(job) === 'adam' ? 'lost' : result(1500)))
    expect(values['5b.adam.measuredMiB']).toMatchObject({
      value: null,
      notMeasured: expect.stringMatching(/SIGKILL, as happens when memory runs out/),
    })
    expect(rowsOf(values['5b.breakdown']).length).toBe(2)
    expect(values['5b.sgd.measuredMiB']).toEqual({ value: 1500 })
  })

  it('adds up: context and the predicted kinds and the unexplained are the measured', async () => {
    const values = await valuesOf('5b', () => result(1500))
    for (const row of breakdown.of(values) ?? []) {
      const { weights, gradients, state, buffers, activations, temporary, processAndEngine } = row
      const kinds = [weights, gradients, state, buffers, activations, temporary, processAndEngine]
      const sum = kinds.reduce<number>((total, kind) => total + (kind ?? NaN), 0)
      expect(sum).toBeCloseTo(row.predicted ?? NaN, 6)
      expect((row.predicted ?? NaN) + (row.unexplained ?? NaN)).toBeCloseTo(row.measured ?? NaN, 6)
      expect(row.workspace).toBeNull()
    }
  })
})

it('predicts for a GPU, in part b, the highest moment and not the sum of all that ever lives', async () => {
  const homework = { model: 'resnet152', side: 224, batchSize: 8 }
  const values = await valuesOf('5b', () => result(1500), undefined, homework)
  const rows = onGpu.of(values) ?? []
  expect(rows.map(({ totalMegabytes }) => Math.round(totalMegabytes ?? NaN))).toEqual([1695, 1928, 2161])
  expect(rows.map(({ moment }) => moment)).toEqual(Array(3).fill('backward pass'))
  // At that moment the gradients of the first three stages do not exist yet, and the last stage's activations are gone.
  for (const { gradients, activations, weights } of rows) {
    expect(gradients).toBeLessThan(0.3 * (weights ?? NaN))
    expect(activations).toBeLessThan((8 * 177.43e6) / 2 ** 20)
  }
  for (const row of breakdown.of(values) ?? []) {
    const predicted = rows.find(({ optimizer }) => optimizer === row.optimizer)
    expect((row.predicted ?? NaN) - (row.processAndEngine ?? NaN)).toBeCloseTo(predicted?.total ?? NaN, 6)
  }
})

describe('part c', () => {
  it('draws the line, and names the fastest and the most accurate', async () => {
    const values = await valuesOf('5c', trained)
    expect(values['5c.fixedMiB']?.value).toBeCloseTo(500, 6)
    expect(values['5c.slopeMiB']?.value).toBeCloseTo(2, 6)
    expect(values['5c.fastest']).toEqual({ value: 64 })
    expect(values['5c.mostAccurate']).toEqual({ value: 16 })
    expect(rowsOf(values['5c.memory']).map((row) => row[1])).toEqual([508, 532, 628, 1012])
    for (const [, measured, predicted, unexplained] of rowsOf(values['5c.memory']))
      expect(Number(predicted) + Number(unexplained)).toBeCloseTo(Number(measured), 9)
  })

  it('says how much of the predicted memory per image is fitted, and nothing where nothing is', async () => {
    // Of the engine onnx on a CPU: ResNet-18 at side 32 keeps what its shapes say, and the fit adds to it.
    const host = await valuesOf('5c', trained)
    const model = modelOf({ model: 'resnet18', stem: 'imagenet', side: 32 })
    const fromShapes = predictMemory(model, 'momentum', 1).activations / mib
    const predicted = Number(host['5c.predictedSlopeMiB']?.value)
    const share = Number(host['5c.fittedSlopeShare']?.value)
    expect(predicted * (1 - share / 100)).toBeCloseTo(fromShapes, 9)
    expect(share).toBeGreaterThan(5)
    const gpu = await valuesOf('5c', (job) => ({
      ...trained(job),
      memory: 'gpuProcess',
      engine: 'tensorflow',
    }))
    expect(Number(gpu['5c.predictedSlopeMiB']?.value)).toBeGreaterThan(0)
    expect(gpu['5c.fittedSlopeShare']).toHaveProperty('notMeasured')
    const one = await valuesOf('5c', trained, undefined, { batchSizes: [4] })
    expect(one['5c.predictedSlopeMiB']).toHaveProperty('notMeasured')
  })

  it('has a row for each batch size, out of memory and diverged among them', async () => {
    const values = await valuesOf('5c', (job) =>
      batchOf(job) === 256
        ? 'lost'
        : batchOf(job) === 64
          ? { ...trained(job), divergedAt: 3, accuracy: null }
          : trained(job),
    )
    expect(rowsOf(values['5c.memory']).map((row) => row[4])).toEqual([
      'trained',
      'trained',
      'diverged at step 3',
      'out of memory',
    ])
    expect(rowsOf(values['5c.accuracy']).map((row) => row[4])).toEqual([25, 50, null, null])
    expect(values['5c.fastest']).toEqual({ value: 4 })
  })

  it('has a row for a batch size at which the GPU was lost, and trains the next', async () => {
    const isDeviceLost = true
    const problem = 'The GPU was lost while a network was trained.'
    const values = await valuesOf('5c', (job) =>
      batchOf(job) === 16
        ? { ...trained(job), failure: { problem, isOutOfMemory: false, isDeviceLost } }
        : trained(job),
    )
    expect(rowsOf(values['5c.memory']).map((row) => [row[1] === null, row[4]])).toEqual([
      ...[
        [false, 'trained'],
        [true, 'device lost'],
      ],
      ...[
        [false, 'trained'],
        [false, 'trained'],
      ],
    ])
  })

  it('ends the run if a job fails for another reason', async () => {
    const broken = (): never => {
      throw new Error('the graph is wrong')
    }
    await expect(valuesOf('5c', broken)).rejects.toThrow('the graph is wrong')
  })
})

describe('the search', () => {
  it('fits into the GPU less what others hold, when asked for all of it', async () => {
    const limits: unknown[] = []
    const values = await valuesOf(
      '5c-largest',
      (job) => {
        limits.push(inputOf(job)['limitBytes'])
        return batchOf(job) > 700 ? 'lost' : result(600 + 20 * batchOf(job))
      },
      machine([t4]),
      { budgetMiB: 0, trainImages: 4096 },
    )
    expect(limits[0]).toBeNull()
    expect(limits[1]).toBe((15_360 - 200) * mib)
    // 0.9 of 15 160 MiB less 600 MiB, at 20 MiB an image: 652.2.
    const largest = Number(values['5c.largestBatch']?.value)
    expect(largest).toBeLessThanOrEqual(652)
    expect(largest).toBeGreaterThan(652 - 8)
    expect(values['5c.largestMeasuredMiB']).toEqual({ value: 600 + 20 * largest })
  })

  it('ends at an attempt at which the GPU was lost, which is not out of memory', async () => {
    const failure = { problem: 'The GPU was lost.', isOutOfMemory: false, isDeviceLost: true }
    let jobs = 0
    const values = await valuesOf('5c-largest', () => (++jobs === 2 ? result(90, { failure }) : result(100)))
    const rows = rowsOf(values['5c.attempts'])
    expect([jobs, rows.length, rows[1]?.includes('device lost')]).toEqual([2, 2, true])
  })

  it('says that nothing fits, and that the images ran out', async () => {
    const none = await valuesOf('5c-largest', () => 'lost')
    expect(none['5c.largestBatch']).toMatchObject({
      value: null,
      notMeasured: expect.stringContaining('not even 1 image'),
    })
    const all = await valuesOf('5c-largest', () => result(100))
    expect(all['5c.largestBatch']).toEqual({ value: 512 })
    expect(flagsOf(all, '5c')).toContain('The images ran out')
  })

  it('tells where it stood when its attempts were used up', async () => {
    const values = await valuesOf('5c-largest', (job) => result(batchOf(job) ** 1.5 + 300), undefined, {
      attempts: 3,
    })
    expect(flagsOf(values, '5c')).toMatch(/ended at attempt 3: the largest batch lies between \d+ and \d+/)
  })
})

it('a job takes a lost GPU and memory that ran out as results, and throws anything else', () => {
  const failed = (kind: string) => Object.assign(new Error('It failed.'), { kind })
  const problem = 'It failed.'
  expect(failureOf(failed('device-lost'))).toEqual({ problem, isOutOfMemory: false, isDeviceLost: true })
  expect(failureOf(failed('memory'))).toEqual({ problem, isOutOfMemory: true, isDeviceLost: false })
  expect(() => failureOf(failed('other'))).toThrow(problem)
})
