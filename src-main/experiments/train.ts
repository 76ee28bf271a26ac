import type { Params } from '#contract/experiment.ts'
import type { Sample, Value } from '#contract/samples.ts'
import type { Random } from '#numeric/random.ts'

/**
 * What a trainer is given. It imports none of these: the same function runs in the child process, in the
 * terminal, in a test and in a benchmark.
 */
export interface TrainContext<P = Params> {
  readonly params: P
  /** Id of the preset whose values are to be measured. */
  readonly preset: string
  /** The only source of randomness. */
  readonly random: Random
  /** Aborted when the run is to stop; a trainer that computes long between two yields looks at it. */
  readonly signal: AbortSignal
}

/** A logged step, or a value as soon as it is known. The consumer may pause the trainer at any yield. */
export type TrainEvent =
  | ({ readonly type: 'sample' } & Sample)
  | { readonly type: 'value'; readonly id: string; readonly value: Value }

export type Train<P = Params> = (context: TrainContext<P>) => Iterable<TrainEvent> | AsyncIterable<TrainEvent>
