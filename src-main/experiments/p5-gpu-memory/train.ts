import type { TrainApart } from '../apart.ts'
import type { Train, PresetContext, TrainEvent } from '../train.ts'
import { trainBatchSize } from './batch-job.ts'
import { jobSchema } from './job-results.ts'
import { batchesPart } from './part-batches.ts'
import { contextPart } from './part-context.ts'
import { largestPart } from './part-largest.ts'
import { optimizersPart } from './part-optimizers.ts'
import { takeReading } from './reading-job.ts'

const parts: Readonly<Record<string, (context: PresetContext) => AsyncGenerator<TrainEvent>>> = {
  '5a': contextPart,
  '5b': optimizersPart,
  '5c': batchesPart,
}

/** Ends at the first event after the run is stopped. */
async function* untilStopped(
  events: AsyncIterable<TrainEvent>,
  signal: AbortSignal,
): AsyncGenerator<TrainEvent> {
  for await (const event of events) {
    if (signal.aborted) return
    yield event
  }
}

/** Problem 5: every network is trained in a process of its own; this one only asks and compares. */
export const train: Train = (context) => {
  const part = parts[context.preset] ?? largestPart
  return untilStopped(part(context), context.signal)
}

export const trainApart: TrainApart = (context) => {
  const job = jobSchema.parse(context.input)
  return job.kind === 'reading' ? takeReading(context, job) : trainBatchSize(context, job)
}
