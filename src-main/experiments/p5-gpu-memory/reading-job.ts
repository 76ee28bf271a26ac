import type { ApartContext } from '../apart.ts'
import type { JobEvents } from '../part.ts'
import { breathe } from './clock.ts'
import { readingJobSchema, type Failure, type ReadingResult } from './job-results.ts'
import { failureOf, indices, jobImages, MeteredNetwork, type JobSetting } from './metered-network.ts'
import { mebibytes } from './pure/units.ts'

/**
 * A reading: a few steps on one batch in this process, with the memory at every stage. Running out of memory, or
 * exceeding the job's own limit, is a result.
 */
export async function* takeReading(context: ApartContext, setting: JobSetting): JobEvents {
  const job = readingJobSchema.parse(context.input)
  const images = await jobImages(context, setting, job.batch)
  const network = new MeteredNetwork(context, setting, images, job)
  // If the data set has fewer images, they are repeated.
  const order = indices(job.batch).map((image) => image % images.count)
  let failure: Failure | null = null
  let trainSeconds = 0
  try {
    await network.open()
    while (network.stepsDone < job.steps && !failure) {
      await breathe()
      if (context.signal.aborted) return
      const { loss, seconds } = await network.step(order)
      const { bytes } = await network.meter.read(false)
      trainSeconds += seconds
      yield {
        type: 'sample',
        track: job.track,
        step: network.stepsDone,
        values: { loss, memoryMiB: mebibytes(bytes), imagesPerSecond: job.batch / seconds },
      }
      const { bytes: held = 0 } = (await network.meter.peak()) ?? {}
      if (job.limitBytes !== null && held > job.limitBytes) failure = overLimit(held, job.limitBytes)
    }
  } catch (error) {
    failure = failureOf(error)
  } finally {
    await network.readLast()
    await network.close()
  }
  const result: ReadingResult = {
    kind: 'reading',
    memory: network.meter.kind,
    engine: network.engine,
    device: network.device,
    stages: network.stages,
    stepsDone: network.stepsDone,
    failure,
    imagesPerSecond: trainSeconds > 0 ? (network.stepsDone * job.batch) / trainSeconds : null,
  }
  yield { type: 'result', result }
}

const overLimit = (held: number, limit: number): Failure => ({
  problem: `The trainer held ${Math.round(mebibytes(held))} MiB, more than the ${Math.round(mebibytes(limit))} MiB to fit into.`,
  isOutOfMemory: true,
  isDeviceLost: false,
})
