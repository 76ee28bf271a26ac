import type { GpuPrediction } from '#experiments/p5-gpu-memory/pure/counts.ts'
import {
  optimizerLabels,
  optimizerNames,
  type OptimizerName,
} from '#experiments/p5-gpu-memory/pure/optimizers.ts'
import { reasonOf, type Cell } from '#contract/values.ts'
import { megabytes } from '#experiments/p5-gpu-memory/pure/units.ts'
import { measuredMiB, onGpu } from '#experiments/p5-gpu-memory/pure/optimizer-values.ts'
import type { DataColumn, DataRow } from '../../tables/table-columns.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import {
  measuredKinds,
  type BreakdownRows,
  type Kinds,
  type KindsByOptimizer,
  type MeasuredKinds,
} from './breakdown-bars.ts'
import { whyNothing } from '../../form/absence.ts'

/** Kinds of memory as rows, optimizers as columns; whole tenths of a MiB. */
export const kindColumns: readonly DataColumn[] = [
  { id: 'kind', label: 'MiB (2²⁰)', kind: 'text' },
  ...optimizerNames.map((id): DataColumn => ({
    id,
    label: optimizerLabels[id],
    kind: 'number',
    decimals: 1,
  })),
]

/** A row of the table: a kind of memory with its amount for each optimizer, in the order of `optimizerNames`. */
const rowOf = (kind: string, amounts: readonly Cell[]): DataRow => ({
  kind,
  ...Object.fromEntries(optimizerNames.map((name, index) => [name, amounts[index] ?? null])),
})

const words: readonly (readonly [keyof Kinds, string])[] = [
  ['processAndEngine', 'process and engine'],
  ['weightsAndBuffers', 'weights and buffers'],
  ['gradients', 'gradients'],
  ['state', 'optimizer state'],
  ['activations', 'activations'],
  ['temporary', 'temporary results'],
  ['workspace', 'workspace'],
]

/** MB (10⁶ bytes) of MiB (2²⁰ bytes). */
const inMegabytes = (inMiB: number): number => megabytes(inMiB * 2 ** 20)

const sumOf = (kinds: Kinds): number => words.reduce((sum, [kind]) => sum + (kinds[kind] ?? 0), 0)

/** What an empty cell of a kind says. */
const whyEmpty: Partial<Record<keyof Kinds, string>> = {
  processAndEngine: 'not predicted',
  temporary: 'in the workspace',
  workspace: 'not predicted',
}

/** Why there is no reading with an optimizer. */
export function whyNotMeasured(
  run: Pick<RunState, 'values' | 'isLive'> | null,
  optimizer: OptimizerName,
): string {
  const reason = run && reasonOf(run.values, measuredMiB[optimizer])
  if (reason) return reason.startsWith('The GPU was lost') ? 'device lost' : 'out of memory'
  return whyNothing(run)
}

/** "53 to 64", the fitted shares of a run's predictions in whole percent; null where nothing is fitted. */
export function fittedSharesOf(rows: BreakdownRows | null): string | null {
  const shares = (rows ?? []).flatMap(({ fittedShare }) => (fittedShare === null ? [] : [fittedShare]))
  if (shares.length === 0) return null
  const [least, most] = [Math.round(Math.min(...shares)), Math.round(Math.max(...shares))]
  return least === most ? String(least) : `${least} to ${most}`
}

/** The kinds of memory in MiB; the same rows whether measured or not, and in every empty cell why it is empty. */
export function kindRows(
  expected: KindsByOptimizer,
  rows: BreakdownRows | null,
  isGpu: boolean,
  whyNone: (optimizer: OptimizerName) => string,
): readonly DataRow[] {
  const columns = optimizerNames.map((optimizer) => {
    const measured = measuredKinds(rows, optimizer)
    return { optimizer, measured, kinds: measured ?? expected[optimizer] }
  })
  const isMeasured = columns.some(({ measured }) => measured !== null)
  const measuredRow = (label: string, of: (measured: MeasuredKinds) => Cell): DataRow =>
    rowOf(
      label,
      columns.map(({ optimizer, measured }) => (measured ? of(measured) : whyNone(optimizer))),
    )
  return [
    ...words.map(([kind, label]) =>
      rowOf(
        kind === 'processAndEngine' ? `${label}, ${isMeasured ? 'measured' : 'as calibrated'}` : label,
        columns.map(({ kinds }) => kinds[kind] ?? whyEmpty[kind] ?? null),
      ),
    ),
    rowOf(
      'predicted in all',
      columns.map(({ kinds }) => sumOf(kinds)),
    ),
    rowOf(
      'predicted in all, MB (10⁶)',
      columns.map(({ kinds }) => inMegabytes(sumOf(kinds))),
    ),
    measuredRow('measured', ({ measured }) => measured),
    measuredRow('measured, MB (10⁶)', ({ measured }) => inMegabytes(measured)),
    measuredRow('unexplained', ({ unexplained }) => unexplained),
    ...(isGpu ? [measuredRow('other programs, measured', ({ others }) => others ?? 'not reported')] : []),
  ]
}

/** In the order of the columns of the run's own table. */
const predictedKinds = [
  'weights',
  'gradients',
  'state',
  'buffers',
  'activations',
  'temporary',
  'total',
  'totalMegabytes',
  'moment',
] as const

/** What is predicted for a GPU, a row for each kind of memory with its unit. */
export function gpuPredictionRows(predictions: readonly GpuPrediction[]): readonly DataRow[] {
  const { columns } = onGpu
  return predictedKinds.map((kind, index) =>
    rowOf(
      // The first column is the optimizer's.
      columns[index + 1]?.label ?? kind,
      predictions.map((prediction) => prediction[kind]),
    ),
  )
}
