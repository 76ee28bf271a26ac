import type { DeviceReading } from '#contract/device-reading.ts'
import { deviceWords } from '#contract/devices.ts'
import type { Value } from '#contract/samples.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { stageColumns, stageRows, sumOf } from './breakdown.ts'
import { flagTable, readingFlags, type Flag } from './flags.ts'
import type { OtherProcess, ReadingResult } from './job-results.ts'
import { typed } from './plan.ts'
import { contextTrack } from './presets.ts'
import { takeReadings } from './take-readings.ts'
import { inWholeMiB, mebibytes, megabytes, modelSize, stageTable } from './tables.ts'

const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `5a.${name}`, value })
const notMeasured = (reason: string): Value => ({ value: null, notMeasured: reason })
const inMiB = (bytes: number | null): number | null => (bytes === null ? null : mebibytes(bytes))

/** What can be counted, and what the GPUs are, before anything is trained. */
function* known(params: PresetContext['params'], device: DeviceReading): Generator<TrainEvent> {
  const p = typed(params)
  const size = modelSize(p)
  yield event('parameters', { value: size.parameters })
  yield event('sizeMB', { value: megabytes(size.parameterBytes) })
  yield event('sizeMiB', { value: mebibytes(size.parameterBytes) })
  yield event('buffersMB', { value: megabytes(size.bufferBytes) })
  yield event('stages', { value: stageTable(p) })
  const why = noGpu(device)
  yield event(
    'gpu',
    device.gpus.length > 0
      ? {
          value: {
            columns: ['GPU', 'driver', 'total, MiB', 'used now, MiB', 'told by'],
            rows: device.gpus.map(({ name, driver, totalBytes, usedBytes, source }) => [
              name,
              driver,
              inMiB(totalBytes),
              inMiB(usedBytes),
              source,
            ]),
          },
        }
      : notMeasured(why),
  )
  const total = device.gpus.find(({ totalBytes }) => totalBytes !== null)?.totalBytes ?? null
  yield event(
    'gpuTotalMiB',
    total === null
      ? notMeasured(device.gpus.length > 0 ? 'The GPU does not tell how much memory it has.' : why)
      : { value: mebibytes(total) },
  )
}

const noGpu = ({ note }: DeviceReading): string =>
  `No GPU was found on this machine${note === null ? '' : ` (${note})`}.`

/** Every other program that any stage of the reading saw on the GPU, at its highest. */
function othersSeen(result: ReadingResult): OtherProcess[] | null {
  const seen = new Map<number, OtherProcess>()
  let isTold = false
  for (const reading of Object.values(result.stages))
    for (const other of reading?.others ?? []) {
      const before = seen.get(other.pid)
      if (!before || (other.bytes ?? 0) > (before.bytes ?? 0)) seen.set(other.pid, other)
    }
  for (const reading of Object.values(result.stages)) if (reading?.others) isTold = true
  return isTold ? [...seen.values()] : null
}

/** The context: growth until the model was loaded, less parameters and buffers. */
function* contextValues(result: ReadingResult, sizeBytes: number, why: string): Generator<TrainEvent> {
  const { start, network } = result.stages
  const isOnGpu = result.memory !== 'host'
  const before = isOnGpu ? 0 : (start?.bytes ?? 0)
  const context: Value = network
    ? { value: mebibytes(network.bytes - before - sizeBytes) }
    : notMeasured(result.failure?.problem ?? 'The model was not loaded.')
  yield event('contextMiB', isOnGpu ? context : notMeasured(`${why} The same was measured in host memory.`))
  yield event(
    'hostContextMiB',
    isOnGpu ? notMeasured('The network trained on the GPU, where its context was measured.') : context,
  )
}

/** Part a: counts, GPUs, and one reading in a fresh process, stage by stage. */
export async function* contextPart(context: PresetContext): AsyncGenerator<TrainEvent> {
  const { params, signal } = context
  const p = typed(params)
  const device = await context.readDevice({ isListing: true })
  yield* known(params, device)
  const results = yield* takeReadings(context, [
    {
      kind: 'reading',
      track: contextTrack,
      optimizer: p.optimizer,
      learningRate: p.learningRate,
      batch: p.batchSize,
      steps: p.steps,
      limitBytes: null,
    },
  ])
  if (signal.aborted) return
  const [result] = results
  if (!result) return
  const why =
    device.gpus.length > 0
      ? `The network was trained on the ${result.device ? deviceWords(result.device) : 'CPU'}, not on a GPU.`
      : noGpu(device)
  const { parameterBytes, bufferBytes } = modelSize(p)
  yield* contextValues(result, parameterBytes + bufferBytes, why)
  yield event('waterfall', { value: { columns: [...stageColumns], rows: stageRows(result, []) } })
  const others = othersSeen(result)
  yield event(
    'otherProcesses',
    others
      ? {
          value: {
            columns: ['process', 'program', 'highest, MiB'],
            rows: others.map(({ pid, name, bytes }) => [pid, name, inMiB(bytes)]),
          },
        }
      : notMeasured(why),
  )
  yield event('flags', { value: flagTable([...readingFlags('Stages', result), ...contextFlags(result)]) })
}

function contextFlags(result: ReadingResult): Flag[] {
  const { engine, network } = result.stages
  if (result.memory === 'host' || !engine || !network || (sumOf(network.others) ?? 0) === 0) return []
  return [
    {
      reading: 'Context',
      what: `Other programs held ${inWholeMiB(sumOf(network.others) ?? 0)} of the GPU.`,
      causes: 'nvidia-smi’s total for the device contains them; the figures of the trainer do not.',
    },
  ]
}
