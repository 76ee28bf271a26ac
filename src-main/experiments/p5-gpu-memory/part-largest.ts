import type { DeviceReading } from '#contract/device-reading.ts'
import type { Table, Value } from '#contract/samples.ts'
import { predictedHostGrowth } from '#models/engine-memory.ts'
import { predictMemory, predictedTotal } from '#models/memory-prediction.ts'
import type { Sample } from '#contract/samples.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { twoCores } from './calibration.ts'
import { bracketOf, fits, foretold, nextBatch, type Attempt, type Bracket } from './finder.ts'
import type { Problem5Params } from './fields.ts'
import { flagTable, readingFlags, type Flag } from './flags.ts'
import type { MemoryKind, ReadingResult } from './job-results.ts'
import { modelOf, typed } from './plan.ts'
import { attemptsTrack, attemptStepsTrack } from './presets.ts'
import { takeReadings } from './take-readings.ts'
import { inWholeMiB, mebibytes } from './tables.ts'

const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `5c.${name}`, value })

/** An attempt with what was foretold of it. */
interface Told extends Attempt {
  readonly predictedBytes: number
  readonly result: ReadingResult
}

/** Bytes to fit into: the budget, or all that the GPU has beside others, or all that the machine has free. */
function limitOf(budgetMiB: number, device: DeviceReading, memory: MemoryKind): number {
  if (budgetMiB > 0) return budgetMiB * 2 ** 20
  const gpu = device.gpus.find(({ totalBytes }) => totalBytes !== null)
  if (memory !== 'host' && gpu?.totalBytes != null) return gpu.totalBytes - (gpu.usedBytes ?? 0)
  return device.host.availableBytes
}

/** What the shapes foretell, before there are readings to draw a line through. */
function fromShapes(p: Problem5Params, batch: number, memory: MemoryKind): number {
  const model = modelOf(p)
  return memory === 'host'
    ? twoCores.baseBytes + predictedHostGrowth(model, p.optimizer, batch)
    : predictedTotal(predictMemory(model, p.optimizer, batch))
}

/** Tries batch sizes one after another, each in a fresh process; returns the attempts and the memory to fit into. */
async function* search(
  context: PresetContext,
  p: Problem5Params,
): AsyncGenerator<TrainEvent, { readonly attempts: readonly Told[]; readonly limitBytes: number }> {
  const device = await context.readDevice()
  const attempts: Told[] = []
  // Which memory it is, the first attempt tells; what it may take until then is little.
  let memory: MemoryKind = 'host'
  let limitBytes = limitOf(p.budgetMiB, device, memory)
  let steps = 0
  while (attempts.length < p.attempts && !context.signal.aborted) {
    const usableBytes = limitBytes * (1 - p.margin / 100)
    const batch = nextBatch(attempts, { maxBatch: p.trainImages, batchStep: p.batchStep, usableBytes })
    if (batch === null) break
    const predictedBytes = foretold(attempts, batch) ?? fromShapes(p, batch, memory)
    const reading = takeReadings(
      context,
      [
        {
          kind: 'reading',
          track: attemptStepsTrack,
          optimizer: p.optimizer,
          learningRate: p.learningRate,
          batch,
          steps: p.steps,
          limitBytes: attempts.length > 0 || p.budgetMiB > 0 ? limitBytes : null,
        },
      ],
      false,
    )
    let next = await reading.next()
    for (; !next.done; next = await reading.next())
      if (next.value.type === 'sample') yield { ...next.value, step: ++steps }
    const [result] = next.value
    if (!result) break
    if (attempts.length === 0) {
      memory = result.memory
      limitBytes = limitOf(p.budgetMiB, device, memory)
      yield event('limitMiB', { value: mebibytes(limitBytes) })
    }
    const bytes = result.stages.highest?.bytes ?? null
    attempts.push({ batch, bytes, isOutOfMemory: result.failure !== null, predictedBytes, result })
    yield attemptSample(attempts.length, batch, bytes ?? limitBytes, predictedBytes)
  }
  return { attempts, limitBytes }
}

const attemptSample = (
  step: number,
  batch: number,
  bytes: number,
  predicted: number,
): TrainEvent & Sample => ({
  type: 'sample',
  track: attemptsTrack,
  step,
  values: { batch, attemptMiB: mebibytes(bytes), attemptPredictedMiB: mebibytes(predicted) },
})

function outcomeOf(attempt: Told, usableBytes: number): string {
  if (attempt.result.failure?.isOutOfMemory) return 'out of memory'
  return fits(attempt, usableBytes) ? 'fits' : 'fits, but not with the margin'
}

function attemptTable(attempts: readonly Told[], usableBytes: number): Table {
  return {
    columns: ['attempt', 'batch size', 'predicted, MiB', 'measured, MiB', 'outcome', 'images per second'],
    rows: attempts.map((attempt, index) => [
      index + 1,
      attempt.batch,
      mebibytes(attempt.predictedBytes),
      attempt.bytes === null ? null : mebibytes(attempt.bytes),
      outcomeOf(attempt, usableBytes),
      attempt.result.imagesPerSecond,
    ]),
  }
}

/** What the end of the search leaves open. */
function searchFlags(p: Problem5Params, { largest, smallestFailing }: Bracket): Flag[] {
  if (largest === p.trainImages)
    return [
      {
        reading: 'Largest batch',
        what: `A batch of all ${p.trainImages} training images fits.`,
        causes: 'The images ran out, not the memory; take more training images to find the limit.',
      },
    ]
  if (smallestFailing !== null && smallestFailing - largest <= p.batchStep) return []
  return [
    {
      reading: 'Largest batch',
      what: `The search ended at its attempt ${p.attempts}: the largest lies between ${largest} and ${smallestFailing ?? p.trainImages}.`,
      causes: 'Allow more attempts, or a larger distance between batch sizes.',
    },
  ]
}

/** The largest batch that fits: found by prediction, confirmed by readings. */
export async function* largestPart(context: PresetContext): AsyncGenerator<TrainEvent> {
  const p = typed(context.params)
  const { attempts, limitBytes } = yield* search(context, p)
  if (context.signal.aborted) return
  const usableBytes = limitBytes * (1 - p.margin / 100)
  const bracket = bracketOf(attempts, usableBytes)
  const best = attempts.findLast(({ batch }) => batch === bracket.largest)
  const none: Value = {
    value: null,
    notMeasured: `No batch fits into ${inWholeMiB(usableBytes)} (2²⁰), not even ${Math.min(...attempts.map(({ batch }) => batch))} images; allow more memory.`,
  }
  yield event('largestBatch', best ? { value: best.batch } : none)
  yield event('largestPredictedMiB', best ? { value: mebibytes(best.predictedBytes) } : none)
  yield event('largestMeasuredMiB', best?.bytes != null ? { value: mebibytes(best.bytes) } : none)
  yield event('attempts', { value: attemptTable(attempts, usableBytes) })
  const flags = attempts.flatMap(({ batch, result }) =>
    readingFlags(`Batch size ${batch}`, { ...result, failure: null }),
  )
  yield event('flags', { value: flagTable([...searchFlags(p, bracket), ...flags]) })
}
