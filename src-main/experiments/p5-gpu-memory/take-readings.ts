import type { ApartJob } from '../apart.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { readingResultSchema, type Failure, type ReadingJob, type ReadingResult } from './job-results.ts'

/** One at a time, each in a process that has done nothing before, so that a reading is of one setting alone. */
export const alone = { sideBySide: 1, isFresh: true } as const

/** The failure of a job whose process was lost, which is how running out of memory looks from outside. */
export const lostFailure = (problem: string): Failure => ({
  problem: `The trainer did not survive this setting: ${problem}, as happens when memory runs out.`,
  isOutOfMemory: true,
  isDeviceLost: false,
})

const lostReading = (problem: string): ReadingResult => ({
  kind: 'reading',
  memory: 'host',
  engine: '',
  device: null,
  stages: {},
  stepsDone: 0,
  failure: lostFailure(problem),
  imagesPerSecond: null,
})

/** Name of a reading among the jobs of its run. */
const keyOf = ({ track, batch }: ReadingJob): string => `${track} batch ${batch}`

/**
 * Takes readings one after another, passes their samples on, and returns a result for each in order; fewer if the run is
 * stopped. A process that ran out of memory or was lost is a result with its failure; any other failure ends the run.
 * `isTrackOwn`: each reading has a track of its own.
 */
export async function* takeReadings(
  { apart }: TrainContext,
  readings: readonly ReadingJob[],
  isTrackOwn = true,
): AsyncGenerator<TrainEvent, readonly ReadingResult[], undefined> {
  const jobs = readings.map((reading): ApartJob => ({
    key: keyOf(reading),
    input: reading,
    tracks: isTrackOwn ? [reading.track] : [],
  }))
  const results = new Map<string, ReadingResult>()
  for await (const outcome of apart(jobs, alone)) {
    if (outcome.type === 'event') yield outcome.event
    else if (outcome.type === 'finished') results.set(outcome.key, readingResultSchema.parse(outcome.result))
    else if (outcome.isProcessLost) results.set(outcome.key, lostReading(outcome.problem))
    else throw new Error(outcome.problem)
  }
  return readings.flatMap((reading) => results.get(keyOf(reading)) ?? [])
}
