import { deviceWords } from '#contract/devices.ts'
import type { DeviceReading } from '#contract/device-reading.ts'
import { predictedTotal, predictPeak } from '#models/memory-prediction.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { stageRows, sumOf } from './breakdown.ts'
import { readingFlags, type Flag } from './flags.ts'
import type { OtherProcess, ReadingResult } from './job-results.ts'
import type { JobSetting, TrainingSettings } from './metered-network.ts'
import * as values from './pure/context-values.ts'
import { modelSize, stageCounts } from './pure/counts.ts'
import { modelOf } from './pure/network.ts'
import { isOfGpu } from './pure/stages.ts'
import { inWholeMiB, mebibytes, mebibytesOrNull, megabytes } from './pure/units.ts'
import { takeReadings } from './take-readings.ts'

/** The track of the one training. */
export const contextTrack = 'main'

type ContextParams = JobSetting &
  Pick<TrainingSettings, 'optimizer' | 'learningRate'> & {
    readonly batchSize: number
    readonly steps: number
  }

/** Everything that can be counted, and the GPUs, before anything is trained. */
function* knownBefore(p: ContextParams, device: DeviceReading): Generator<TrainEvent> {
  const size = modelSize(p)
  yield values.parameters.is(size.parameters)
  yield values.sizeMB.is(megabytes(size.parameterBytes))
  yield values.sizeMiB.is(mebibytes(size.parameterBytes))
  yield values.buffersMB.is(megabytes(size.bufferBytes))
  yield values.stages.is(stageCounts(p))
  yield values.predictedGpuMiB.is(
    mebibytes(predictedTotal(predictPeak(modelOf(p), p.optimizer, p.batchSize))),
  )
  const { gpus } = device
  if (gpus.length === 0) {
    yield values.gpus.isNotMeasured(noGpu(device))
    yield values.gpuTotalMiB.isNotMeasured(noGpu(device))
    return
  }
  yield values.gpus.is(
    gpus.map(({ name, driver, totalBytes, usedBytes, source }) => ({
      name,
      driver,
      totalMiB: mebibytesOrNull(totalBytes),
      usedMiB: mebibytesOrNull(usedBytes),
      source,
    })),
  )
  const total = gpus.find(({ totalBytes }) => totalBytes !== null)?.totalBytes ?? null
  yield total === null
    ? values.gpuTotalMiB.isNotMeasured('The GPU does not report how much memory it has.')
    : values.gpuTotalMiB.is(mebibytes(total))
}

const noGpu = ({ note }: DeviceReading): string =>
  `No GPU was found on this machine${note === null ? '' : ` (${note})`}.`

/** Every other program that any stage of the reading saw on the GPU, at its highest; null if none could list them. */
function othersSeen(result: ReadingResult): OtherProcess[] | null {
  const listed = Object.values(result.stages).flatMap((reading) => (reading?.others ? [reading.others] : []))
  if (listed.length === 0) return null
  const seen = new Map<number, OtherProcess>()
  for (const other of listed.flat()) {
    const before = seen.get(other.pid)
    if (!before || (other.bytes ?? 0) > (before.bytes ?? 0)) seen.set(other.pid, other)
  }
  return [...seen.values()]
}

/** The context: growth until the model was loaded, less parameters and buffers; on the GPU, or on the host. */
function* contextValues(result: ReadingResult, sizeBytes: number, why: string): Generator<TrainEvent> {
  const { start, network } = result.stages
  const isOnGpu = isOfGpu(result.memory)
  const [measured, other] = isOnGpu
    ? [values.contextMiB, values.hostContextMiB]
    : [values.hostContextMiB, values.contextMiB]
  const before = isOnGpu ? 0 : (start?.bytes ?? 0)
  yield network
    ? measured.is(mebibytes(network.bytes - before - sizeBytes))
    : measured.isNotMeasured(result.failure?.problem ?? 'The model was not loaded.')
  yield other.isNotMeasured(
    isOnGpu
      ? 'The network trained on the GPU, where its context was measured.'
      : `${why} The same was measured in host memory.`,
  )
}

/** Part a: counts, GPUs, and one reading in a new process, stage by stage. */
export async function* readContext(context: TrainContext, p: ContextParams): AsyncGenerator<TrainEvent> {
  const device = await context.readDevice({ isListing: true })
  yield* knownBefore(p, device)
  const { optimizer, learningRate, batchSize: batch, steps } = p
  const job = { track: contextTrack, optimizer, learningRate, batch, steps, limitBytes: null }
  const [result] = yield* takeReadings(context, [job])
  if (!result || context.signal.aborted) return
  const why =
    device.gpus.length > 0
      ? `The network was trained on ${result.device ? deviceWords(result.device) : 'the CPU'}, whose memory is the machine’s.`
      : noGpu(device)
  const { parameterBytes, bufferBytes } = modelSize(p)
  yield* contextValues(result, parameterBytes + bufferBytes, why)
  yield values.waterfall.is(stageRows(result))
  const others = othersSeen(result)
  yield others
    ? values.otherProcesses.is(
        others.map(({ pid, name, bytes }) => ({ pid, program: name, highestMiB: mebibytesOrNull(bytes) })),
      )
    : values.otherProcesses.isNotMeasured(why)
  yield values.flags.is([...readingFlags('Stages', result), ...contextFlags(result)])
}

function contextFlags({ memory, stages }: ReadingResult): Flag[] {
  const held = sumOf(stages.network?.others ?? null) ?? 0
  if (!isOfGpu(memory) || !stages.engine || held === 0) return []
  return [
    {
      reading: 'Context',
      what: `Other programs held ${inWholeMiB(held)} of the GPU.`,
      causes: 'The total that is reported for the device includes them; the trainer’s own readings do not.',
    },
  ]
}
