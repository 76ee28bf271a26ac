import type { GpuPrediction } from '#experiments/p5-gpu-memory/pure/counts.ts'
import { optimizerLabels, optimizerNames } from '#experiments/p5-gpu-memory/pure/optimizers.ts'
import { onGpu } from '#experiments/p5-gpu-memory/pure/optimizer-values.ts'
import type { DataColumn, DataRow } from '../../tables/table-columns.ts'
import { measuredKinds, type BreakdownRows, type Kinds, type KindsByOptimizer } from './breakdown-bars.ts'

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
const rowOf = (kind: string, amounts: readonly (number | null)[]): DataRow => ({
  kind,
  ...Object.fromEntries(optimizerNames.map((name, index) => [name, amounts[index] ?? null])),
})

const words: readonly (readonly [keyof Kinds, string])[] = [
  ['processAndEngine', 'process and engine'],
  ['weightsAndBuffers', 'weights and buffers'],
  ['gradients', 'gradients'],
  ['state', 'optimizer state'],
  ['activations', 'activations'],
  ['workspace', 'workspace'],
]

const sumOf = (kinds: Kinds): number => words.reduce((sum, [kind]) => sum + (kinds[kind] ?? 0), 0)

/** The kinds of memory in MiB; the same rows whether measured or not. */
export function kindRows(
  expected: KindsByOptimizer,
  rows: BreakdownRows | null,
  isGpu: boolean,
): readonly DataRow[] {
  const columns = optimizerNames.map((optimizer) => {
    const measured = measuredKinds(rows, optimizer)
    return { measured, kinds: measured ?? expected[optimizer] }
  })
  const isMeasured = columns.some(({ measured }) => measured !== null)
  const measuredRow = (label: string, kind: 'measured' | 'unexplained' | 'others'): DataRow =>
    rowOf(
      label,
      columns.map(({ measured }) => measured?.[kind] ?? null),
    )
  return [
    ...words.map(([kind, label]) =>
      rowOf(
        kind === 'processAndEngine' ? `${label}, ${isMeasured ? 'measured' : 'as calibrated'}` : label,
        columns.map(({ kinds }) => kinds[kind]),
      ),
    ),
    rowOf(
      'predicted in all',
      columns.map(({ kinds }) => sumOf(kinds)),
    ),
    measuredRow('measured', 'measured'),
    measuredRow('unexplained', 'unexplained'),
    ...(isGpu ? [measuredRow('other programs, measured', 'others')] : []),
  ]
}

/** In the order of the columns of the run's own table. */
const predictedKinds = [
  'weights',
  'gradients',
  'state',
  'buffers',
  'activations',
  'total',
  'totalMegabytes',
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
