import type { Table } from '#contract/samples.ts'
import { onnxWorkspace, workspaceTotal } from '#models/engine-memory.ts'
import { predictMemory, type OptimizerKind } from '#models/memory-prediction.ts'
import type { Model } from '#models/model.ts'
import type { MemoryKind, OtherProcess, ReadingResult, StageName } from './job-results.ts'
import { stageNames } from './job-results.ts'
import type { OptimizerName } from './presets.ts'
import { mebibytes, optimizerLabels } from './tables.ts'

/** The memory of one training by what holds it, in bytes: predicted, but for process and engine, and measured. */
export interface Breakdown {
  readonly weights: number
  readonly buffers: number
  readonly gradients: number
  readonly optimizerState: number
  readonly activations: number
  /** Null where nothing is known of how the engine keeps its books. */
  readonly workspace: number | null
  /** Measured: what the process held when the engine was open, before the network. */
  readonly processAndEngine: number
  /** Process, engine and everything predicted. */
  readonly predicted: number
  readonly measured: number
  /** Measured less predicted; negative where less was held. */
  readonly unexplained: number
  /** Measured: of other programs on the GPU, not in `measured`; null where the memory is the host's. */
  readonly others: number | null
}

/** Only the engine onnx on a CPU has its own books modelled. */
export function workspaceOf(
  { engine, device, memory }: Pick<ReadingResult, 'engine' | 'device' | 'memory'>,
  model: Model,
  optimizer: OptimizerKind,
  batch: number,
): number | null {
  const isKnown = engine === 'onnx' && memory === 'host' && device?.api === 'native'
  return isKnown ? workspaceTotal(onnxWorkspace(model, optimizer, batch)) : null
}

export const sumOf = (others: readonly OtherProcess[] | null): number | null =>
  others && others.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)

/** What held the memory of a reading; null where it did not come to its end. */
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

const orNull = (bytes: number | null): number | null => (bytes === null ? null : mebibytes(bytes))

/** The breakdowns of all optimizers, one row each, in MiB. */
export function breakdownTable(breakdowns: ReadonlyMap<OptimizerName, Breakdown>): Table {
  return {
    columns: [
      'optimizer',
      'weights',
      'gradients',
      'optimizer state',
      'buffers',
      'activations',
      'workspace',
      'process and engine (measured)',
      'predicted',
      'measured',
      'unexplained',
      'other processes (measured)',
    ],
    rows: [...breakdowns].map(([optimizer, b]) => [
      optimizerLabels[optimizer],
      ...[b.weights, b.gradients, b.optimizerState, b.buffers, b.activations].map(mebibytes),
      orNull(b.workspace),
      ...[b.processAndEngine, b.predicted, b.measured, b.unexplained].map(mebibytes),
      orNull(b.others),
    ]),
  }
}

export const memoryLabels: Readonly<Record<MemoryKind, string>> = {
  host: 'host memory (resident set of the trainer)',
  gpuProcess: 'GPU memory of the trainer (nvidia-smi, by process)',
  gpuDevice: 'GPU memory, whole device less what was used before the trainer started',
}

/** The stages of a reading, in words. */
export const stageLabels: Readonly<Record<StageName, string>> = {
  start: 'process started',
  engine: 'engine opened',
  network: 'model loaded',
  firstStep: 'after the first step',
  lastStep: 'after the last step',
  highest: 'highest',
}

/**
 * The readings of a job in order. The start of a training on a GPU is 0 there: the process had nothing on it.
 * `first` is put before each row.
 */
export function stageRows(result: ReadingResult, first: readonly string[]): Table['rows'] {
  let before: number | null = null
  return stageNames.flatMap((name) => {
    const reading = result.stages[name]
    if (!reading) return []
    const bytes = name === 'start' && result.memory !== 'host' ? 0 : reading.bytes
    const growth = before === null || name === 'highest' ? null : bytes - before
    before = bytes
    return [
      [
        ...first,
        stageLabels[name],
        mebibytes(bytes),
        orNull(growth),
        orNull(reading.deviceBytes),
        orNull(sumOf(reading.others)),
        memoryLabels[result.memory],
      ],
    ]
  })
}

export const stageColumns = [
  'stage',
  'trainer, MiB',
  'growth, MiB',
  'whole GPU, MiB',
  'other processes, MiB',
  'memory of',
] as const
