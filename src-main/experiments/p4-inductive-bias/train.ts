import type { TrainApart } from '../apart.ts'
import type { Train, PresetContext, TrainEvent } from '../train.ts'
import { seedOf, typed } from './cells.ts'
import { trainCell } from './cell-training.ts'
import { dataSnapshots } from './data.ts'
import { jobsOf, shownCounts, sourceOf, type CellResult } from './job.ts'
import { measurements, measurementsBefore, type Measurement } from './measure.ts'

const toEvent = ([id, value]: Measurement): TrainEvent => ({ type: 'value', id, value })

/**
 * Problem 4: shows the data, has every network trained in a job apart, and yields the values again after each
 * that is finished. Throws at the end where a network could not be trained; the others keep their results.
 */
export const train: Train = async function* ({ params, preset, random, signal, apart }: PresetContext) {
  for (const event of beforeTraining(preset, params, random.seed)) {
    yield event
    if (signal.aborted) return
  }
  const results = new Map<string, CellResult>()
  const problems: string[] = []
  for await (const outcome of apart(jobsOf(preset, params, random.seed))) {
    if (signal.aborted) return
    if (outcome.type === 'failed') problems.push(`${outcome.key}: ${outcome.problem}`)
    else if (outcome.type === 'event') yield outcome.event
    else {
      results.set(outcome.key, outcome.result as unknown as CellResult)
      for (const measurement of measurements(preset, params, results)) {
        yield toEvent(measurement)
        if (signal.aborted) return
      }
    }
    if (signal.aborted) return
  }
  if (problems.length > 0)
    throw new Error(
      `${problems.length} of ${problems.length + results.size} networks could not be trained (${problems.join('; ')}); resume the run to try them again.`,
    )
}

/** The images of every seed, and what is known without any training. */
function* beforeTraining(
  preset: string,
  params: PresetContext['params'],
  seed: number,
): Generator<TrainEvent> {
  for (const measurement of measurementsBefore(preset, params)) yield toEvent(measurement)
  for (let index = 0; index < typed(params).seeds; index++) {
    const source = sourceOf(preset, params, seedOf(seed, index))
    for (const snapshot of dataSnapshots(source, index, shownCounts(preset, params)))
      yield { type: 'snapshot', ...snapshot }
  }
}

/** Trains one network of problem 4. */
export const trainApart: TrainApart = trainCell
