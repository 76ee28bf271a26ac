/** Runs of this problem's slots whose jobs return given readings, for tests. */
import type { DeviceGpu, DeviceReading } from '#contract/device-reading.ts'
import type { Device } from '#contract/devices.ts'
import type { Table, Value } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import type { ApartJob, ApartOutcome } from '../apart.ts'
import type { TrainContext } from '../train.ts'
import type { BatchResult, MemoryReading, ReadingResult } from './job-results.ts'
import { part as part5a } from './parts/5a.ts'
import { part as part5b } from './parts/5b.ts'
import { part as part5c } from './parts/5c.ts'

export const mib = 2 ** 20
export const t4: DeviceGpu = {
  id: 'GPU-1',
  name: 'Tesla T4',
  driver: '550.54.15',
  totalBytes: 15_360 * mib,
  usedBytes: 200 * mib,
  processes: [],
  source: 'nvidia-smi',
}
export const machine = (gpus: readonly DeviceGpu[], note: string | null = null): DeviceReading => ({
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
export const cpu: Device = { id: 'cpu', kind: 'cpu', api: 'native', name: null, isSoftware: false }
export const at = (inMiB: number, others: MemoryReading['others'] = null): MemoryReading => ({
  bytes: inMiB * mib,
  deviceBytes: others ? 2 * inMiB * mib : null,
  others,
})
export const result = (highestMiB: number, over: Partial<ReadingResult> = {}): ReadingResult => ({
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

export type Answer = (job: ApartJob) => ReadingResult | BatchResult | 'lost'
export const slots = {
  '5a': part5a.slots.main,
  '5b': part5b.slots.main,
  '5c': part5c.slots.main,
  '5c-largest': part5c.slots.largest,
}

/** All values of a slot whose jobs are answered so. */
export async function valuesOf(
  key: keyof typeof slots,
  answer: Answer,
  device = machine([t4]),
  given: Record<string, unknown> = {},
): Promise<Record<string, Value>> {
  const unused = () => Promise.reject(new Error('The run’s own process opens nothing.'))
  const context: TrainContext = {
    random: new Random(1),
    signal: new AbortController().signal,
    openEngine: unused,
    dataset: unused,
    readDevice: () => Promise.resolve(device),
    apart: async function* (jobs): AsyncGenerator<ApartOutcome> {
      for (const job of jobs) {
        const answered = answer(job)
        if (answered === 'lost')
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
            result: JSON.parse(JSON.stringify(answered)) as string,
            isKept: false,
          }
      }
    },
  }
  const values: Record<string, Value> = {}
  for await (const event of slots[key].ask(given).train(context))
    if (event.type === 'value') values[event.id] = event.value
  return values
}
/** The reference answer to one thing asked, as one text. */
/** The answer with plain spaces where it has thin ones. */
export const answerTo = (
  key: keyof typeof slots,
  ask: string,
  values: Record<string, Value>,
  given: Record<string, unknown> = {},
): string => slots[key].ask(given).answer(ask, values).paragraphs.join(' ').replaceAll('\u202f', ' ')
export const inputOf = (job: ApartJob): Readonly<Record<string, unknown>> =>
  job.input as Readonly<Record<string, unknown>>
export const rowsOf = (value: Value | undefined): Table['rows'] =>
  (value?.value as Table | undefined)?.rows ?? []
export const flagsOf = (values: Record<string, Value>, part: string): string =>
  rowsOf(values[`${part}.flags`]).flat().join(' ')

export const batchOf = (job: ApartJob): number => Number(inputOf(job)['batch'])
/** A training of part c at 500 MiB and 2 more an image; 64 is the fastest and 16 the most accurate. */
export const trained = (job: ApartJob): BatchResult => {
  const seconds = batchOf(job) === 64 ? 5 : 9
  return {
    kind: 'batch',
    memory: 'host',
    engine: 'onnx',
    device: cpu,
    stages: { ...result(500 + 2 * batchOf(job)).stages },
    stepsDone: 1024 / batchOf(job),
    failure: null,
    epochsDone: 2,
    seconds,
    trainSeconds: 0.8 * seconds,
    preparationSeconds: 0.2 * seconds,
    imagesTrained: 1024,
    accuracy: batchOf(job) === 16 ? 0.5 : 0.25,
    divergedAt: null,
  }
}
