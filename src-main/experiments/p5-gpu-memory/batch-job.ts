import { shuffledOrder } from '#numeric/shuffle.ts'
import type { ApartContext } from '../apart.ts'
import type { StopSignal } from '../train.ts'
import type { JobEvents } from '../part.ts'
import { breathe, secondsNow } from './clock.ts'
import { batchJobSchema, type BatchJob, type BatchResult, type Failure } from './job-results.ts'
import { failureOf, indices, jobImages, MeteredNetwork, type JobSetting } from './metered-network.ts'
import { batchTrack, epochsTrack } from './pure/batch-sizes.ts'
import { mebibytes } from './pure/units.ts'

interface BatchSetting extends JobSetting {
  readonly trainImages: number
  readonly epochs: number
  /** Of the reading before the epochs. */
  readonly steps: number
}

/** Images of one evaluation: as many as a training batch, within these limits, because a few at a time take long. */
const evaluatedTogether = (batch: number): number => Math.min(128, Math.max(16, batch))

/** What a training of part c has come to so far. */
class Progress {
  epochsDone = 0
  seconds = 0
  trainSeconds = 0
  imagesTrained = 0
  accuracy: number | null = null
  divergedAt: number | null = null
}

/**
 * A training of part c: epochs over the subset with one batch size, the accuracy on the subset after each. Its memory
 * is read before, over the same number of steps for every batch size, because what waits to be collected grows with the
 * steps and an evaluation takes memory of its own.
 */
export async function* trainBatchSize(context: ApartContext, setting: BatchSetting): JobEvents {
  const job = batchJobSchema.parse(context.input)
  const images = await jobImages(context, setting, setting.trainImages)
  const batch = Math.min(job.batch, images.count)
  const network = new MeteredNetwork(context, setting, images, { ...job, batch })
  const progress = new Progress()
  let failure: Failure | null = null
  try {
    await network.open()
    await network.rehearse(setting.steps)
    if (context.signal.aborted) return
    yield* epochs(context, setting.epochs, { ...job, batch }, job.batch, network, images.count, progress)
  } catch (error) {
    failure = failureOf(error)
  } finally {
    await network.close()
  }
  if (context.signal.aborted) return
  const result: BatchResult = {
    kind: 'batch',
    memory: network.meter.kind,
    engine: network.engine,
    device: network.device,
    stages: network.stages,
    stepsDone: network.stepsDone,
    failure,
    ...progress,
  }
  yield { type: 'result', result }
}

async function* epochs(
  { random, signal }: ApartContext,
  epochCount: number,
  { batch }: BatchJob,
  name: number,
  network: MeteredNetwork,
  count: number,
  progress: Progress,
): JobEvents {
  const startedAt = secondsNow()
  for (let epoch = 1; epoch <= epochCount && progress.divergedAt === null; epoch++) {
    // The same order for every batch size.
    const order = shuffledOrder(count, random.fork(`order ${epoch}`))
    let total = 0
    for (let at = 0; at < count; at += batch) {
      await breathe()
      if (signal.aborted) return
      const images = order.subarray(at, at + batch)
      const { loss, seconds } = await network.step(images)
      progress.trainSeconds += seconds
      progress.imagesTrained += images.length
      total += loss * images.length
      const { bytes } = await network.meter.read(false)
      const values = { loss, memoryMiB: mebibytes(bytes), imagesPerSecond: images.length / seconds }
      yield { type: 'sample', track: batchTrack(name), step: network.stepsDone, values }
      if (Number.isFinite(loss)) continue
      progress.divergedAt = network.stepsDone
      break
    }
    if (progress.divergedAt !== null) break
    const right = await countRight(network, count, evaluatedTogether(batch), signal)
    if (right === null) return
    progress.accuracy = right / count
    progress.epochsDone = epoch
    progress.seconds = secondsNow() - startedAt
    yield {
      type: 'sample',
      track: epochsTrack(name),
      step: epoch,
      values: { epochLoss: total / count, accuracy: 100 * progress.accuracy, elapsed: progress.seconds },
    }
  }
  if (progress.divergedAt !== null) progress.accuracy = null
}

/** Right answers over the whole subset; null when aborted on the way. */
async function countRight(
  network: MeteredNetwork,
  count: number,
  together: number,
  signal: StopSignal,
): Promise<number | null> {
  let right = 0
  for (let at = 0; at < count; at += together) {
    await breathe()
    if (signal.aborted) return null
    right += await network.countRight(indices(Math.min(together, count - at)).map((image) => image + at))
  }
  return right
}
