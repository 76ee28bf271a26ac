import type { Table } from '#contract/samples.ts'
import {
  expectation,
  mebibytes,
  modelOf,
  optimizerLabels,
  optimizerNames,
  type OptimizerName,
  type Problem5Params,
} from '#experiments/p5-gpu-memory/definition.ts'
import { predictMemory, predictedTotal } from '#models/memory-prediction.ts'
import { onnxWorkspace, workspaceTotal } from '#models/engine-memory.ts'
import type { BarGroup, BarSeries } from '../../charts/chart-props.ts'
import { formatNumber } from '../../charts/format.ts'
import { numberAt, textAt } from '../../lab/run-values.ts'

/** What holds the memory of one training, in MiB; null where it is not predicted, or not measured. */
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
 * What is predicted before a run: with process, engine and workspace of the lab's own engine on a CPU (process and
 * engine as on the machine of the calibration), or for a GPU without.
 */
function expectedKinds(params: Problem5Params, optimizer: OptimizerName, isGpu: boolean): Kinds {
  const model = modelOf(params)
  const memory = predictMemory(model, optimizer, params.batchSize)
  const workspace = isGpu ? null : workspaceTotal(onnxWorkspace(model, optimizer, params.batchSize))
  const whole = expectation({ ...params, optimizer }, '5a').peakBytes
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
export const expectedByOptimizer = (params: Problem5Params, isGpu: boolean): KindsByOptimizer => ({
  sgd: expectedKinds(params, 'sgd', isGpu),
  momentum: expectedKinds(params, 'momentum', isGpu),
  adam: expectedKinds(params, 'adam', isGpu),
})

/** The row of an optimizer in the table of a run; null where it was not measured. */
export function measuredKinds(table: Table | null, optimizer: OptimizerName): MeasuredKinds | null {
  const row = table?.rows.find((cells) => textAt(table, cells, 'optimizer') === optimizerLabels[optimizer])
  if (!table || !row) return null
  const at = (heading: string): number | null => numberAt(table, row, heading)
  return {
    processAndEngine: at('process and engine (measured)'),
    weightsAndBuffers: (at('weights') ?? 0) + (at('buffers') ?? 0),
    gradients: at('gradients') ?? 0,
    state: at('optimizer state') ?? 0,
    activations: at('activations') ?? 0,
    workspace: at('workspace'),
    measured: at('measured') ?? NaN,
    unexplained: at('unexplained') ?? NaN,
    others: at('other processes (measured)'),
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
  table: Table | null,
  soFar: (optimizer: OptimizerName) => number | null,
): readonly BarGroup[] {
  return optimizerNames.flatMap((optimizer): BarGroup[] => {
    const label = optimizerLabels[optimizer]
    const measured = measuredKinds(table, optimizer)
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
