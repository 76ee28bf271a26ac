import {
  batchSizesOf,
  batchTrack,
  epochsTrack,
  expectation,
  learningRateOf,
  mebibytes,
  stepsPerEpoch,
  type Problem5Params,
} from '#experiments/p5-gpu-memory/definition.ts'
import type { Table } from '#contract/samples.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import { numberAt, tableOf, textAt } from '../../lab/run-values.ts'
import { highestOf } from './highest.ts'
import { meanThroughput } from './mean-throughput.ts'

/** What is known of the training with one batch size. */
export interface BatchRow {
  readonly batch: number
  readonly learningRate: number
  /** Steps that it has taken, or will take. */
  readonly updates: number
  readonly measuredMiB: number | null
  readonly predictedMiB: number | null
  /** Measured less predicted. */
  readonly unexplainedMiB: number | null
  readonly seconds: number | null
  readonly imagesPerSecond: number | null
  readonly accuracy: number | null
  readonly epochs: number
  /** "out of memory", "trained", "epoch 1 of 2", "waiting", "stopped in epoch 2 of 2" ... */
  readonly outcome: string
  readonly isOutOfMemory: boolean
}

const cellOf = (table: Table | null, batch: number, heading: string): number | null => {
  const row = table?.rows.find((cells) => numberAt(table, cells, 'batch size') === batch)
  return table && row ? numberAt(table, row, heading) : null
}

/**
 * In MiB by batch size, what a training is expected to hold before any has been measured, on a CPU; it describes the
 * network, so not for every sample.
 */
export const expectedMiB = (params: Problem5Params): ReadonlyMap<number, number> =>
  new Map(
    batchSizesOf(params).map((batch) => [
      batch,
      mebibytes(expectation({ ...params, batchSizes: [batch] }, '5c').peakBytes),
    ]),
  )

/** Every batch size of a run, filled in as the run goes: from its tables where they are there, else from its samples. */
export function batchRows(
  run: RunState | null,
  params: Problem5Params,
  expected: ReadonlyMap<number, number>,
): readonly BatchRow[] {
  const memory = tableOf(run?.values, '5c.memory')
  const seconds = tableOf(run?.values, '5c.seconds')
  const accuracy = tableOf(run?.values, '5c.accuracy')
  return batchSizesOf(params).map((batch): BatchRow => {
    const epochs = run?.track(epochsTrack(batch)) ?? null
    const done = epochs?.length ?? 0
    const told = memory?.rows.find((row) => numberAt(memory, row, 'batch size') === batch)
    const outcome = memory && told ? textAt(memory, told, 'outcome') : liveOutcome(run, batch, done, params)
    const steps = params.epochs * stepsPerEpoch(batch, params)
    const measuredMiB = told
      ? cellOf(memory, batch, 'measured, MiB')
      : highestOf(run, batchTrack(batch), params.steps)
    const predictedMiB = cellOf(memory, batch, 'predicted, MiB') ?? expected.get(batch) ?? null
    return {
      batch,
      learningRate: learningRateOf(batch),
      updates: cellOf(accuracy, batch, 'updates') ?? steps,
      measuredMiB,
      predictedMiB,
      unexplainedMiB: measuredMiB === null || predictedMiB === null ? null : measuredMiB - predictedMiB,
      seconds: told ? cellOf(seconds, batch, 'seconds') : (epochs?.last('elapsed') ?? null),
      imagesPerSecond: told
        ? cellOf(seconds, batch, 'images per second in training')
        : meanThroughput(run?.track(batchTrack(batch)) ?? null, batch, params.trainImages),
      accuracy: told
        ? cellOf(accuracy, batch, 'accuracy on the training subset, %')
        : (epochs?.last('accuracy') ?? null),
      epochs: cellOf(accuracy, batch, 'epochs') ?? done,
      outcome,
      isOutOfMemory: outcome === 'out of memory',
    }
  })
}

function liveOutcome(
  run: RunState | null,
  batch: number,
  done: number,
  { epochs }: Pick<Problem5Params, 'epochs'>,
): string {
  if (!run) return 'not run yet'
  if (done >= epochs) return 'trained'
  const hasBegun = (run.track(batchTrack(batch))?.length ?? 0) > 0
  if (!run.isLive) return hasBegun ? `stopped in epoch ${done + 1} of ${epochs}` : 'stopped before it began'
  return hasBegun ? `epoch ${done + 1} of ${epochs}` : 'waiting'
}
