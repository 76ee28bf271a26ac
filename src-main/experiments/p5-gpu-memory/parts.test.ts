/** The parts with readings that are given to them: what they make of GPUs, failures and readings that cannot be. */
import { describe, expect, it } from 'vitest'
import type { Device } from '#contract/devices.ts'
import type { DeviceGpu, DeviceReading } from '#contract/device-reading.ts'
import { findPreset, parseParams } from '#contract/params.ts'
import type { Table, Value } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import type { ApartJob, ApartOutcome } from '../apart.ts'
import type { PresetContext } from '../train.ts'
import { definition } from './definition.ts'
import type { BatchResult, MemoryReading, ReadingJob, ReadingResult } from './job-results.ts'
import { referenceAnswer } from './reference.ts'
import { train } from './train.ts'

const mib = 2 ** 20
const t4: DeviceGpu = {
  name: 'Tesla T4',
  driver: '550.54.15',
  totalBytes: 15_360 * mib,
  usedBytes: 200 * mib,
  processes: [],
  source: 'nvidia-smi',
}
const machine = (gpus: readonly DeviceGpu[], note: string | null = null): DeviceReading => ({
  pid: 1,
  gpus,
  note,
  host: {
    residentBytes: 60 * mib,
    peakResidentBytes: 60 * mib,
    availableBytes: 4096 * mib,
    totalBytes: 8192 * mib,
  },
})
const cpu: Device = { id: 'cpu', kind: 'cpu', api: 'native', name: null, isSoftware: false }
const at = (inMiB: number, others: MemoryReading['others'] = null): MemoryReading => ({
  bytes: inMiB * mib,
  deviceBytes: others ? 2 * inMiB * mib : null,
  others,
})
const result = (highestMiB: number, over: Partial<ReadingResult> = {}): ReadingResult => ({
  kind: 'reading',
  memory: 'gpuProcess',
  engine: 'tensorflow',
  device: { id: 'cuda', kind: 'gpu', api: 'cuda', name: null, isSoftware: false },
  stages: {
    start: at(60),
    engine: at(120, []),
    network: at(346, []),
    firstStep: at(highestMiB - 10, []),
    lastStep: at(highestMiB, []),
    highest: at(highestMiB, []),
  },
  stepsDone: 5,
  failure: null,
  imagesPerSecond: 10,
  ...over,
})

type Answer = (job: ApartJob) => ReadingResult | BatchResult | 'lost'

/** All values of a preset whose jobs are answered so. */
async function valuesOf(
  preset: string,
  answer: Answer,
  device = machine([t4]),
  given: Record<string, unknown> = {},
): Promise<Record<string, Value>> {
  const params = parseParams(definition, findPreset(definition, preset), given)
  const unused = () => Promise.reject(new Error('The run’s own process opens nothing.'))
  const context: PresetContext = {
    params,
    preset,
    random: new Random(1),
    signal: new AbortController().signal,
    openEngine: unused,
    dataset: unused,
    readDevice: () => Promise.resolve(device),
    apart: async function* (jobs): AsyncGenerator<ApartOutcome> {
      for (const job of jobs) {
        const told = answer(job)
        if (told === 'lost')
          yield {
            type: 'failed',
            key: job.key,
            problem: 'its trainer process ended by signal SIGKILL',
            isProcessLost: true,
          }
        else
          yield {
            type: 'finished',
            key: job.key,
            result: JSON.parse(JSON.stringify(told)) as string,
            isKept: false,
          }
      }
    },
  }
  const values: Record<string, Value> = {}
  for await (const event of train(context)) if (event.type === 'value') values[event.id] = event.value
  return values
}
const rowsOf = (value: Value | undefined): Table['rows'] => (value?.value as Table | undefined)?.rows ?? []
const flagsOf = (values: Record<string, Value>, part: string): string =>
  rowsOf(values[`${part}.flags`]).flat().join(' ')

describe('part a', () => {
  it('names the GPU and takes the network off what was measured', async () => {
    const values = await valuesOf('5a', () => result(900))
    expect(rowsOf(values['5a.gpu'])).toEqual([['Tesla T4', '550.54.15', 15_360, 200, 'nvidia-smi']])
    expect(values['5a.gpuTotalMiB']).toEqual({ value: 15_360 })
    expect(values['5a.contextMiB']?.value).toBeCloseTo(346 - 222.458, 2)
    expect(values['5a.hostContextMiB']).toHaveProperty('notMeasured')
    expect(rowsOf(values['5a.waterfall']).map((row) => row[1])).toEqual([0, 120, 346, 890, 900, 900])
    expect(flagsOf(values, '5a')).toBe('')
    expect(
      referenceAnswer(
        '5a',
        values,
        parseParams(definition, findPreset(definition, '5a'), {}),
      ).paragraphs.join(' '),
    ).toMatch(/58 164 298 .*232\.7 MB.*221\.9 MiB.*Tesla T4, with 15360 MiB.*123\.5 MiB/)
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
      /process 99 \(game\.exe\) appeared.*does not tell the memory of single/,
    )
    expect(rowsOf(values['5a.otherProcesses'])).toEqual([[99, 'game.exe', 700]])
  })
})

describe('part b', () => {
  const optimizerOf = (job: ApartJob): string => (job.input as unknown as ReadingJob).optimizer

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
    for (const row of rowsOf(values['5b.breakdown'])) {
      const [
        ,
        weights,
        gradients,
        state,
        buffers,
        activations,
        workspace,
        context,
        predicted,
        measured,
        rest,
      ] = row.map(Number)
      const kinds = [weights, gradients, state, buffers, activations, workspace, context]
      expect(kinds.reduce((sum: number, value) => sum + (value ?? NaN), 0)).toBeCloseTo(predicted ?? NaN, 6)
      expect((predicted ?? NaN) + (rest ?? NaN)).toBeCloseTo(measured ?? NaN, 6)
      expect(row[6]).toBeNull()
    }
  })
})

describe('part c', () => {
  const batchOf = (job: ApartJob): number => (job.input as { batch: number }).batch
  const trained = (job: ApartJob): BatchResult => ({
    kind: 'batch',
    memory: 'host',
    engine: 'onnx',
    device: cpu,
    stages: { ...result(500 + 2 * batchOf(job)).stages },
    stepsDone: 10,
    failure: null,
    epochsDone: 2,
    seconds: batchOf(job) === 64 ? 5 : 9,
    trainSeconds: 4,
    imagesTrained: 1024,
    accuracy: batchOf(job) === 16 ? 0.5 : 0.25,
    divergedAt: null,
  })

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

  it('ends the run where a job fails for another reason', async () => {
    const broken = (): never => {
      throw new Error('the graph is wrong')
    }
    await expect(valuesOf('5c', broken)).rejects.toThrow('the graph is wrong')
  })
})

describe('the search', () => {
  const batchOf = (job: ApartJob): number => (job.input as { batch: number }).batch

  it('fits into the GPU less what others hold, when asked for all of it', async () => {
    const limits: unknown[] = []
    const values = await valuesOf(
      '5c-largest',
      (job) => {
        limits.push((job.input as { limitBytes: unknown }).limitBytes)
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
    expect(flagsOf(values, '5c')).toMatch(/ended at its attempt 3: the largest lies between \d+ and \d+/)
  })
})
