import type { RowOf } from '#contract/values.ts'
import { predictMemory, type OptimizerKind } from '#models/memory-prediction.ts'
import type { Model } from '#models/model.ts'
import type { OtherProcess, ReadingResult } from './job-results.ts'
import { onnxWorkspace, workspaceTotal } from '#models/engine-memory.ts'
import { optimizerLabels, type OptimizerName } from './pure/optimizers.ts'
import type { stageColumns } from './pure/shared-tables.ts'
import { memoryLabels, stageLabels, stageNames } from './pure/stages.ts'
import { mebibytes, mebibytesOrNull } from './pure/units.ts'

/** The memory of one training by what holds it, in bytes: predicted, except process and engine, which are measured. */
export interface Breakdown {
  readonly weights: number
  readonly buffers: number
  readonly gradients: number
  readonly optimizerState: number
  readonly activations: number
  /** Null for an engine whose workspace is not modelled. */
  readonly workspace: number | null
  /** Measured: what the process held when the engine was open, before the network. */
  readonly processAndEngine: number
  /** Process, engine and everything predicted. */
  readonly predicted: number
  readonly measured: number
  /** Measured less predicted; negative if less was held. */
  readonly unexplained: number
  /** Measured: of other programs on the GPU, not in `measured`; null if the memory is the host's. */
  readonly others: number | null
}

/** Bytes of an engine's workspace; null unless it is the engine onnx on a CPU, the only one that is modelled. */
export function workspaceOf(
  { engine, device, memory }: Pick<ReadingResult, 'engine' | 'device' | 'memory'>,
  model: Model,
  optimizer: OptimizerKind,
  batch: number,
): number | null {
  const isKnown = engine === 'onnx' && memory === 'host' && device?.api === 'native'
  return isKnown ? workspaceTotal(onnxWorkspace(model, optimizer, batch)) : null
}

/** Bytes of all other processes together; null if they were not listed. */
export const sumOf = (others: readonly OtherProcess[] | null): number | null =>
  others && others.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)

/** What held the memory of a reading; null if it was not completed. */
export function breakdownOf(
  result: ReadingResult,
  model: Model,
  optimizer: OptimizerKind,
  batch: number,
): Breakdown | null {
  const { engine, highest } = result.stages
  if (!engine || !highest || result.failure) return null
  const { weights, buffers, gradients, optimizerState, activations } = predictMemory(model, optimizer, batch)
  const workspace = workspaceOf(result, model, optimizer, batch)
  const predicted =
    engine.bytes + weights + buffers + gradients + optimizerState + activations + (workspace ?? 0)
  return {
    weights,
    buffers,
    gradients,
    optimizerState,
    activations,
    workspace,
    processAndEngine: engine.bytes,
    predicted,
    measured: highest.bytes,
    unexplained: highest.bytes - predicted,
    others: sumOf(highest.others),
  }
}

/** The breakdowns of all optimizers, one row each, in MiB. */
export const breakdownRows = (breakdowns: ReadonlyMap<OptimizerName, Breakdown>) =>
  [...breakdowns].map(([optimizer, held]) => ({
    optimizer: optimizerLabels[optimizer],
    weights: mebibytes(held.weights),
    gradients: mebibytes(held.gradients),
    state: mebibytes(held.optimizerState),
    buffers: mebibytes(held.buffers),
    activations: mebibytes(held.activations),
    workspace: mebibytesOrNull(held.workspace),
    processAndEngine: mebibytes(held.processAndEngine),
    predicted: mebibytes(held.predicted),
    measured: mebibytes(held.measured),
    unexplained: mebibytes(held.unexplained),
    others: mebibytesOrNull(held.others),
  }))

/** The readings of a job in order. The start of a training on a GPU is 0 there: the process had nothing on it. */
export function stageRows(result: ReadingResult): readonly RowOf<typeof stageColumns>[] {
  let before: number | null = null
  return stageNames.flatMap((name) => {
    const reading = result.stages[name]
    if (!reading) return []
    const bytes = name === 'start' && result.memory !== 'host' ? 0 : reading.bytes
    const growth = before === null || name === 'highest' ? null : bytes - before
    before = bytes
    return [
      {
        stage: stageLabels[name],
        trainerMiB: mebibytes(bytes),
        growthMiB: mebibytesOrNull(growth),
        deviceMiB: mebibytesOrNull(reading.deviceBytes),
        othersMiB: mebibytesOrNull(sumOf(reading.others)),
        memory: memoryLabels[result.memory],
      },
    ]
  })
}
