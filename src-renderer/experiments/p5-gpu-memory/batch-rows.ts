import {
  batchSizesOf,
  batchTrack,
  epochsTrack,
  learningRateOf,
  stepsPerEpoch,
} from '#experiments/p5-gpu-memory/pure/batch-sizes.ts'
import { accuracy, memory, seconds } from '#experiments/p5-gpu-memory/pure/batch-values.ts'
import { expectedBytes } from '#experiments/p5-gpu-memory/pure/expectations.ts'
import type { NetworkSetting } from '#experiments/p5-gpu-memory/pure/network.ts'
import type { OptimizerName } from '#experiments/p5-gpu-memory/pure/optimizers.ts'
import { mebibytes } from '#experiments/p5-gpu-memory/pure/units.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import { highestOf } from './highest.ts'
import { meanThroughput } from './mean-throughput.ts'

/** What part c was asked, as far as its views show it. */
export interface BatchesSetting extends NetworkSetting {
  readonly batchSizes: readonly number[]
  readonly optimizer: OptimizerName
  readonly steps: number
  readonly trainImages: number
  readonly epochs: number
}

/** The training with one batch size, as far as it is known: a row of a table, so a type and no interface. */

export type BatchRow = {
  readonly batch: number
  readonly learningRate: number
  /** Steps that it has taken, or will take. */
  readonly updates: number
  readonly measuredMiB: number | null
  readonly predictedMiB: number | null
  /** Measured less predicted. */
  readonly unexplainedMiB: number | null
  readonly imagesPerSecond: number | null
  readonly seconds: number | null
  readonly accuracy: number | null
  /** "out of memory", "trained", "epoch 1 of 2", "waiting", "stopped in epoch 2 of 2" ... */
  readonly outcome: string
}

/**
 * In MiB by batch size, what a training is expected to hold before any has been measured, on a CPU; it describes the
 * network, so it is not computed for every sample.
 */
export const expectedMiB = (params: BatchesSetting): ReadonlyMap<number, number> =>
  new Map(
    batchSizesOf(params).map((batch) => [
      batch,
      mebibytes(expectedBytes(params, params.optimizer, Math.min(batch, params.trainImages))),
    ]),
  )

/** Every batch size of a run, filled in as the run goes: from its tables once they are there, before from its samples. */
export function batchRows(
  run: RunState | null,
  params: BatchesSetting,
  expected: ReadonlyMap<number, number>,
): readonly BatchRow[] {
  const rowsOf = <R extends { readonly batch: number | null }>(rows: readonly R[] | null) =>
    new Map(rows?.map((row) => [row.batch, row]))
  const measured = rowsOf(run && memory.of(run.values))
  const times = rowsOf(run && seconds.of(run.values))
  const accuracies = rowsOf(run && accuracy.of(run.values))
  return batchSizesOf(params).map((batch): BatchRow => {
    const epochs = run?.track(epochsTrack(batch)) ?? null
    const done = measured.get(batch)
    const steps = params.epochs * stepsPerEpoch(batch, params)
    const measuredMiB = done ? done.measured : highestOf(run, batchTrack(batch), params.steps)
    const predictedMiB = done?.predicted ?? expected.get(batch) ?? null
    return {
      batch,
      learningRate: learningRateOf(batch),
      updates: accuracies.get(batch)?.updates ?? steps,
      measuredMiB,
      predictedMiB,
      unexplainedMiB: measuredMiB === null || predictedMiB === null ? null : measuredMiB - predictedMiB,
      imagesPerSecond: done
        ? (times.get(batch)?.imagesPerSecond ?? null)
        : meanThroughput(run?.track(batchTrack(batch)) ?? null, batch, params.trainImages),
      seconds: done ? (times.get(batch)?.seconds ?? null) : (epochs?.last('elapsed') ?? null),
      accuracy: done ? (accuracies.get(batch)?.accuracy ?? null) : (epochs?.last('accuracy') ?? null),
      outcome: done?.outcome ?? liveOutcome(run, batch, epochs?.length ?? 0, params.epochs),
    }
  })
}

/** Why a cell of a row has no number, from the outcome of its training. */
export function whyEmpty({ outcome }: Pick<BatchRow, 'outcome'>): string {
  if (outcome === 'out of memory' || outcome === 'device lost' || outcome === 'not run yet') return outcome
  if (outcome.startsWith('diverged')) return 'diverged'
  if (outcome.startsWith('stopped')) return 'stopped'
  return outcome === 'trained' ? 'not measured' : 'not yet'
}

function liveOutcome(run: RunState | null, batch: number, done: number, epochs: number): string {
  if (!run) return 'not run yet'
  if (done >= epochs) return 'trained'
  const hasBegun = (run.track(batchTrack(batch))?.length ?? 0) > 0
  // Without a sample nothing shows whether it had begun: loading the data and the first step may take a while.
  if (!run.isLive)
    return hasBegun ? `stopped in epoch ${done + 1} of ${epochs}` : 'stopped without a measurement'
  return hasBegun ? `epoch ${done + 1} of ${epochs}` : 'waiting'
}
