import type { DeviceReading } from '#contract/device-reading.ts'
import { counted } from '#text/words.ts'
import { predictedTotal, predictPeak } from '#models/memory-prediction.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { readingFlags, type Flag } from './flags.ts'
import type { ReadingResult } from './job-results.ts'
import { bracketOf, fits, nextBatch, predictedBytes, type Attempt, type Bracket } from './next-batch.ts'
import * as values from './pure/batch-values.ts'
import { expectedBytes } from './pure/expectations.ts'
import { modelOf, type NetworkSetting } from './pure/network.ts'
import type { OptimizerName } from './pure/optimizers.ts'
import { attemptStepsTrack, attemptsTrack } from './pure/search-tracks.ts'
import { isOfGpu, type MemoryKind } from './pure/stages.ts'
import { inWholeMiB, mebibytes, mebibytesOrNull } from './pure/units.ts'
import { takeReadings } from './take-readings.ts'

interface SearchParams extends NetworkSetting {
  readonly optimizer: OptimizerName
  readonly learningRate: number
  readonly steps: number
  readonly trainImages: number
  readonly budgetMiB: number
  readonly margin: number
  readonly batchStep: number
  readonly attempts: number
}

/** An attempt with the prediction that was made for it. */
interface PredictedAttempt extends Attempt {
  readonly predictedBytes: number
  readonly result: ReadingResult
}

/** Bytes to fit into: the budget, or all that the GPU has beside others, or all that the machine has free. */
function limitOf(budgetMiB: number, device: DeviceReading, memory: MemoryKind): number {
  if (budgetMiB > 0) return budgetMiB * 2 ** 20
  const gpu = device.gpus.find(({ totalBytes }) => totalBytes !== null)
  if (isOfGpu(memory) && gpu?.totalBytes != null) return gpu.totalBytes - (gpu.usedBytes ?? 0)
  return device.host.availableBytes
}

/** Bytes predicted from the shapes, before there are readings to draw a line through. */
const fromShapes = (p: SearchParams, batch: number, memory: MemoryKind): number =>
  !isOfGpu(memory)
    ? expectedBytes(p, p.optimizer, batch)
    : predictedTotal(predictPeak(modelOf(p), p.optimizer, batch))

interface Found {
  readonly attempts: readonly PredictedAttempt[]
  readonly limitBytes: number
}

/** Tries batch sizes one after another, each in a new process; returns the attempts and the memory to fit into. */
async function* search(context: TrainContext, p: SearchParams): AsyncGenerator<TrainEvent, Found> {
  const device = await context.readDevice()
  const attempts: PredictedAttempt[] = []
  // The first attempt shows which memory it is; what it may take until then is little.
  let memory: MemoryKind = 'host'
  let limitBytes = limitOf(p.budgetMiB, device, memory)
  let steps = 0
  while (attempts.length < p.attempts) {
    const usableBytes = limitBytes * (1 - p.margin / 100)
    const batch = nextBatch(attempts, { maxBatch: p.trainImages, batchStep: p.batchStep, usableBytes })
    if (batch === null) break
    const predicted = predictedBytes(attempts, batch) ?? fromShapes(p, batch, memory)
    const job = {
      track: attemptStepsTrack,
      optimizer: p.optimizer,
      learningRate: p.learningRate,
      batch,
      steps: p.steps,
      limitBytes: attempts.length > 0 || p.budgetMiB > 0 ? limitBytes : null,
    }
    const reading = takeReadings(context, [job], false)
    let next = await reading.next()
    // Steps are counted through all attempts, because they share a track.
    for (; !next.done; next = await reading.next())
      if (next.value.type === 'sample') yield { ...next.value, step: ++steps }
    const [result] = next.value
    // None comes of a run that is stopped.
    if (!result) break
    if (attempts.length === 0) {
      memory = result.memory
      limitBytes = limitOf(p.budgetMiB, device, memory)
      yield values.limitMiB.is(mebibytes(limitBytes))
    }
    const bytes = result.stages.highest?.bytes ?? null
    const isDeviceLost = result.failure?.isDeviceLost === true
    const isOutOfMemory = result.failure !== null && !isDeviceLost
    attempts.push({ batch, bytes, isOutOfMemory, predictedBytes: predicted, result })
    yield {
      type: 'sample',
      track: attemptsTrack,
      step: attempts.length,
      values: {
        batch,
        attemptMiB: mebibytes(bytes ?? limitBytes),
        attemptPredictedMiB: mebibytes(predicted),
      },
    }
    // It says nothing about the memory, and the next process may find no GPU.
    if (isDeviceLost) break
  }
  return { attempts, limitBytes }
}

function outcomeOf(attempt: PredictedAttempt, usableBytes: number, limitBytes: number) {
  if (attempt.result.failure?.isDeviceLost) return 'device lost'
  if (attempt.result.failure?.isOutOfMemory || (attempt.bytes ?? Infinity) > limitBytes)
    return 'out of memory'
  return fits(attempt, usableBytes) ? 'fits' : 'fits, but not with the margin'
}

/** What the end of the search leaves open. */
function searchFlags(p: SearchParams, { largest, smallestFailing }: Bracket): Flag[] {
  if (largest === p.trainImages)
    return [
      {
        reading: 'Largest batch',
        what: `A batch of all ${p.trainImages} training images fits.`,
        causes: 'The images ran out, not the memory; use more training images to find the limit.',
      },
    ]
  if (smallestFailing !== null && smallestFailing - largest <= p.batchStep) return []
  return [
    {
      reading: 'Largest batch',
      what: `The search ended at attempt ${p.attempts}: the largest batch lies between ${largest} and ${smallestFailing ?? p.trainImages}.`,
      causes: 'Allow more attempts, or a larger distance between batch sizes.',
    },
  ]
}

/** The largest batch that fits: found by prediction, confirmed by readings. */
export async function* findLargest(context: TrainContext, p: SearchParams): AsyncGenerator<TrainEvent> {
  const { attempts, limitBytes } = yield* search(context, p)
  if (context.signal.aborted) return
  const usableBytes = limitBytes * (1 - p.margin / 100)
  const bracket = bracketOf(attempts, usableBytes)
  const best = attempts.findLast(({ batch }) => batch === bracket.largest)
  const none = `No batch fits into ${inWholeMiB(usableBytes)} (2²⁰ bytes), not even ${images(Math.min(...attempts.map(({ batch }) => batch)))}; allow more memory.`
  const reported = (value: typeof values.largestBatch, amount: number | null | undefined) =>
    amount == null ? value.isNotMeasured(none) : value.is(amount)
  yield reported(values.largestBatch, best?.batch)
  yield reported(values.largestPredictedMiB, best && mebibytes(best.predictedBytes))
  yield reported(values.largestMeasuredMiB, best && mebibytesOrNull(best.bytes))
  yield values.attempts.is(
    attempts.map((attempt, index) => ({
      attempt: index + 1,
      batch: attempt.batch,
      predicted: mebibytes(attempt.predictedBytes),
      measured: mebibytesOrNull(attempt.bytes),
      outcome: outcomeOf(attempt, usableBytes, limitBytes),
      imagesPerSecond: attempt.result.imagesPerSecond,
    })),
  )
  const flags = attempts.flatMap(({ batch, result }) =>
    readingFlags(`Batch size ${batch}`, { ...result, failure: null }),
  )
  yield values.flags.is([...searchFlags(p, bracket), ...flags])
}

/** "1 image", "4 images". */
const images = (count: number): string => counted(count, 'image')
