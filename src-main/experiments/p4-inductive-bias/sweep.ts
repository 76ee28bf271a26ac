/** How a run of problem 4 trains its networks: what all slots of the problem share. */
import type { ValueEvent } from '#contract/values.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { trainCell } from './cell-training.ts'
import { cellResult, jobsOf, sourceOf, type CellResult } from './job.ts'
import { seedIndices, totalEpochs, type SweepPlan } from './pure/cells.ts'
import { dataSnapshots } from './pure/data.ts'
import type { Finished } from './summaries.ts'
import { timeNote } from './work.ts'

/** The values of the networks that are finished so far. */
type Measure<P> = (finished: readonly Finished[], params: P) => readonly ValueEvent[]

/**
 * The part of a slot's declaration that follows from its plan: tracks, steps, the time to expect, and the training, a
 * job for each network. `before` gives what is known without any training.
 */
export const sweep = <P extends { readonly seeds: number }>(
  planOf: (params: P) => SweepPlan,
  measure: Measure<P>,
  before: (params: P) => readonly ValueEvent[] = () => [],
) => ({
  trainedBy: 'jobs-side-by-side' as const,
  stepUnit: 'epochs',
  tracks: (params: P): readonly string[] => planOf(params).cells.map(({ track }) => track),
  steps: (params: P): number => totalEpochs(planOf(params)),
  notes: (params: P): readonly string[] => [timeNote(planOf(params))],
  async *train(context: TrainContext, params: P): AsyncGenerator<TrainEvent> {
    const plan = planOf(params)
    yield* before(params)
    for (const index of seedIndices(params.seeds))
      for (const snapshot of dataSnapshots(sourceOf(plan, context.random.seed, index), index, plan.counts))
        yield { type: 'snapshot', ...snapshot }
    yield* trainSweep(context, plan, (finished) => measure(finished, params))
  },
  job: trainCell,
})

/**
 * Has every network trained in a job apart, and yields the values again after each that is finished. Throws at the end
 * where a network could not be trained; the others keep their results.
 */
async function* trainSweep(
  { random, apart }: TrainContext,
  plan: SweepPlan,
  measure: (finished: readonly Finished[]) => readonly ValueEvent[],
): AsyncGenerator<TrainEvent> {
  const results = new Map<string, CellResult>()
  const problems: string[] = []
  for await (const outcome of apart(jobsOf(plan, random.seed))) {
    if (outcome.type === 'event') {
      yield outcome.event
      continue
    }
    const result = outcome.type === 'finished' ? cellResult(outcome.result) : null
    if (outcome.type === 'failed') problems.push(`${outcome.key}: ${outcome.problem}`)
    else if (!result) problems.push(`${outcome.key}: its result cannot be read`)
    else {
      results.set(outcome.key, result)
      yield* measure(finishedOf(plan, results))
    }
  }
  if (problems.length > 0)
    throw new Error(
      `${problems.length} of ${problems.length + results.size} networks could not be trained (${problems.join('; ')}); resume the run to try them again.`,
    )
}

/** The networks that are finished, in the order shown. */
const finishedOf = ({ cells }: SweepPlan, results: ReadonlyMap<string, CellResult>): readonly Finished[] =>
  cells.flatMap((cell) => {
    const result = results.get(cell.track)
    return result ? [{ cell, result }] : []
  })
