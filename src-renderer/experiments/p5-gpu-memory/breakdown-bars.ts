import type { RowIn } from '#experiments/p5-gpu-memory/pure/shared-tables.ts'
import { onnxWorkspace, workspaceTotal } from '#models/engine-memory.ts'
import { expectedBytes } from '#experiments/p5-gpu-memory/pure/expectations.ts'
import { modelOf, type NetworkSetting } from '#experiments/p5-gpu-memory/pure/network.ts'
import type { breakdown } from '#experiments/p5-gpu-memory/pure/optimizer-values.ts'
import {
  optimizerLabels,
  optimizerNames,
  type OptimizerName,
} from '#experiments/p5-gpu-memory/pure/optimizers.ts'
import { mebibytes } from '#experiments/p5-gpu-memory/pure/units.ts'
import { predictMemory, predictedTotal } from '#models/memory-prediction.ts'
import type { BarGroup, BarSeries } from '../../charts/chart-props.ts'
import { formatNumber } from '#text/numbers.ts'

/** The rows of a run's table, one for each optimizer that was measured. */
export type BreakdownRows = readonly RowIn<typeof breakdown>[]
type BatchSetting = NetworkSetting & { readonly batchSize: number }

/** What holds the memory of one training, in MiB; null if it is not predicted, or not measured. */
export interface Kinds {
  readonly processAndEngine: number | null
  readonly weightsAndBuffers: number
  readonly gradients: number
  readonly state: number
  readonly activations: number
  readonly workspace: number | null
}

export interface MeasuredKinds extends Kinds {
  readonly measured: number
  readonly unexplained: number
  readonly others: number | null
}

export const breakdownSeries: readonly BarSeries[] = [
  { label: 'process and engine', color: '7' },
  { label: 'weights and buffers', color: '6' },
  { label: 'gradients', color: '5' },
  { label: 'optimizer state', color: '4' },
  { label: 'activations', color: '8' },
  { label: 'workspace', color: 'theory' },
  { label: 'unexplained', color: '7', isHollow: true },
  { label: 'other programs', color: '6', isHollow: true },
]

/**
 * What is predicted before a run: on a CPU with process, engine and workspace of the lab's own engine (process and
 * engine as on the machine of the calibration), for a GPU without them.
 */
function expectedKinds(params: BatchSetting, optimizer: OptimizerName, isGpu: boolean): Kinds {
  const model = modelOf(params)
  const memory = predictMemory(model, optimizer, params.batchSize)
  const workspace = isGpu ? null : workspaceTotal(onnxWorkspace(model, optimizer, params.batchSize))
  const whole = expectedBytes(params, optimizer, params.batchSize)
  return {
    processAndEngine: workspace === null ? null : mebibytes(whole - predictedTotal(memory) - workspace),
    weightsAndBuffers: mebibytes(memory.weights + memory.buffers),
    gradients: mebibytes(memory.gradients),
    state: mebibytes(memory.optimizerState),
    activations: mebibytes(memory.activations),
    workspace: workspace === null ? null : mebibytes(workspace),
  }
}

export type KindsByOptimizer = Readonly<Record<OptimizerName, Kinds>>

/** `expectedKinds` of every optimizer; it describes the network, so not for every sample. */
export const expectedByOptimizer = (params: BatchSetting, isGpu: boolean): KindsByOptimizer => ({
  sgd: expectedKinds(params, 'sgd', isGpu),
  momentum: expectedKinds(params, 'momentum', isGpu),
  adam: expectedKinds(params, 'adam', isGpu),
})

/** The row of an optimizer in the table of a run; null if it was not measured. */
export function measuredKinds(rows: BreakdownRows | null, optimizer: OptimizerName): MeasuredKinds | null {
  const row = rows?.find((each) => each.optimizer === optimizerLabels[optimizer])
  if (!row) return null
  return {
    processAndEngine: row.processAndEngine,
    weightsAndBuffers: (row.weights ?? 0) + (row.buffers ?? 0),
    gradients: row.gradients ?? 0,
    state: row.state ?? 0,
    activations: row.activations ?? 0,
    workspace: row.workspace,
    measured: row.measured ?? NaN,
    unexplained: row.unexplained ?? NaN,
    others: row.others,
  }
}

const piecesOf = (kinds: Kinds): (number | null)[] => [
  kinds.processAndEngine,
  kinds.weightsAndBuffers,
  kinds.gradients,
  kinds.state,
  kinds.activations,
  kinds.workspace,
]

/** Two bars for each optimizer, predicted and measured; the measured one is divided as predicted, with what is left. */
export function breakdownGroups(
  expected: KindsByOptimizer,
  rows: BreakdownRows | null,
  soFar: (optimizer: OptimizerName) => number | null,
): readonly BarGroup[] {
  return optimizerNames.flatMap((optimizer): BarGroup[] => {
    const label = optimizerLabels[optimizer]
    const measured = measuredKinds(rows, optimizer)
    const predicted = measured ?? expected[optimizer]
    const held = soFar(optimizer)
    return [
      { label: `${label}, predicted`, values: [...piecesOf(predicted), null, null] },
      measured
        ? {
            label: `${label}, measured`,
            values: [...piecesOf(measured), measured.unexplained, measured.others],
            endLabel: formatNumber(measured.measured),
          }
        : {
            label: `${label}, measured`,
            values: [null, null, null, null, null, null, null, null],
            ...(held === null ? {} : { endLabel: `${formatNumber(held)} so far` }),
          },
    ]
  })
}
