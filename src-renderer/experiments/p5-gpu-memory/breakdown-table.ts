import type { Table } from '#contract/samples.ts'
import { optimizerLabels, optimizerNames } from '#experiments/p5-gpu-memory/definition.ts'
import { measuredKinds, type Kinds, type KindsByOptimizer } from './breakdown-bars.ts'

const words: readonly (readonly [keyof Kinds, string])[] = [
  ['processAndEngine', 'process and engine'],
  ['weightsAndBuffers', 'weights and buffers'],
  ['gradients', 'gradients'],
  ['state', 'optimizer state'],
  ['activations', 'activations'],
  ['workspace', 'workspace'],
]

const sumOf = (kinds: Kinds): number => words.reduce((sum, [kind]) => sum + (kinds[kind] ?? 0), 0)

/** The kinds of memory as rows and the optimizers as columns, in MiB; always of the same rows, measured or not. */
export function kindsTable(expected: KindsByOptimizer, table: Table | null, isGpu: boolean): Table {
  const columns = optimizerNames.map((optimizer) => {
    const measured = measuredKinds(table, optimizer)
    return { measured, kinds: measured ?? expected[optimizer] }
  })
  const isMeasured = columns.some(({ measured }) => measured !== null)
  return {
    columns: ['MiB (2²⁰)', ...optimizerNames.map((name) => optimizerLabels[name])],
    rows: [
      ...words.map(([kind, label]) => [
        kind === 'processAndEngine' ? `${label}, ${isMeasured ? 'measured' : 'as calibrated'}` : label,
        ...columns.map(({ kinds }) => kinds[kind]),
      ]),
      ['predicted in all', ...columns.map(({ kinds }) => sumOf(kinds))],
      ['measured', ...columns.map(({ measured }) => measured?.measured ?? null)],
      ['unexplained', ...columns.map(({ measured }) => measured?.unexplained ?? null)],
      ...(isGpu
        ? [['other programs, measured', ...columns.map(({ measured }) => measured?.others ?? null)]]
        : []),
    ],
  }
}
