import type { RowOf } from '#contract/values.ts'
import { predictMemory, predictedTotal, predictPeak, type OptimizerKind } from '#models/memory-prediction.ts'
import type { Model } from '#models/model.ts'
import type { OtherProcess, ReadingResult } from './job-results.ts'
import { onnxWorkspace, workspaceTotal } from '#models/engine-memory.ts'
import { optimizerLabels, type OptimizerName } from './pure/optimizers.ts'
import type { stageColumns } from './pure/shared-tables.ts'
import { isOfGpu, memoryLabels, stageLabels, stageNames } from './pure/stages.ts'
import { mebibytes, mebibytesOrNull, megabytes } from './pure/units.ts'

/** The memory of one training by what holds it, in bytes: predicted, except process and engine, which are measured. */
export interface Breakdown {
  readonly weights: number
  readonly buffers: number
  readonly gradients: number
  readonly optimizerState: number
  readonly activations: number
  /** At the highest moment; null where the workspace contains it. */
  readonly temporary: number | null
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

/**
 * What training holds at its highest, without process and engine: with the engine onnx on a CPU all that it ever holds
 * and its fitted workspace, otherwise the highest moment of a step.
 */
export function predictedKinds(
  result: Pick<ReadingResult, 'engine' | 'device' | 'memory'>,
  model: Model,
  optimizer: OptimizerKind,
  batch: number,
) {
  const workspace = workspaceOf(result, model, optimizer, batch)
  const memory =
    workspace === null
      ? predictPeak(model, optimizer, batch)
      : { ...predictMemory(model, optimizer, batch), temporary: null }
  return { ...memory, workspace, total: predictedTotal(memory) + (workspace ?? 0) }
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
  const kinds = predictedKinds(result, model, optimizer, batch)
  const predicted = engine.bytes + kinds.total
  return {
    weights: kinds.weights,
    buffers: kinds.buffers,
    gradients: kinds.gradients,
    optimizerState: kinds.optimizerState,
    activations: kinds.activations,
    temporary: kinds.temporary,
    workspace: kinds.workspace,
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
    temporary: mebibytesOrNull(held.temporary),
    workspace: mebibytesOrNull(held.workspace),
    processAndEngine: mebibytes(held.processAndEngine),
    predicted: mebibytes(held.predicted),
    measured: mebibytes(held.measured),
    unexplained: mebibytes(held.unexplained),
    others: mebibytesOrNull(held.others),
    predictedMB: megabytes(held.predicted),
    measuredMB: megabytes(held.measured),
    fittedShare: held.workspace === null ? null : (100 * held.workspace) / held.predicted,
  }))

/** The readings of a job in order. The start of a training on a GPU is 0 there: the process had nothing on it. */
export function stageRows(result: ReadingResult): readonly RowOf<typeof stageColumns>[] {
  let before: number | null = null
  return stageNames.flatMap((name) => {
    const reading = result.stages[name]
    if (!reading) return []
    const bytes = name === 'start' && isOfGpu(result.memory) ? 0 : reading.bytes
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
