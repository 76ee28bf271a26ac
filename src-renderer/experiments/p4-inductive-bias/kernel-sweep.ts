import { counted } from '#text/words.ts'
import { isJudged, type KernelRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import type { Trace } from '#figures/trace.ts'
import { spread } from './cell-states.ts'
import { lookOf } from './network-look.ts'

/** The trainings with one kernel size, over the seeds. */
export interface KernelResult {
  readonly kernel: number
  /** Accuracies in percent of the trainings that count, mean and range over them; null where there is none. */
  readonly trained: { readonly mean: number; readonly low: number; readonly high: number } | null
  readonly rows: readonly KernelRow[]
  readonly stuck: number
  readonly fellBack: number
  readonly diverged: number
}

/** Those that have not left chance yet, perhaps for too few epochs, are among them. */
const hasResult = (row: KernelRow): boolean => row.accuracy !== null && isJudged(row)

/** The CNN's results by kernel size, smallest first. Trainings stuck at chance or fallen back to it are kept out of the mean. */
export function kernelResults(rows: readonly KernelRow[]): KernelResult[] {
  const kernels = [...new Set(rows.flatMap(({ kernel }) => (kernel === null ? [] : [kernel])))]
  return kernels
    .sort((a, b) => a - b)
    .map((kernel) => {
      const own = rows.filter((row) => row.kernel === kernel)
      return {
        kernel,
        trained: spread(own.filter(hasResult).flatMap(({ accuracy }) => accuracy ?? [])),
        rows: own,
        stuck: own.filter((row) => row.stuck === 1).length,
        fellBack: own.filter((row) => row.fellBack === 1).length,
        diverged: own.filter(({ accuracy }) => accuracy === null).length,
      }
    })
}

/** The MLP's accuracies over the seeds, mean and range; null before there is one. */
export const mlpSpread = (rows: readonly KernelRow[]): ReturnType<typeof spread> =>
  spread(rows.flatMap(({ network, accuracy }) => (network === 'mlp' && accuracy !== null ? [accuracy] : [])))

/**
 * Accuracy against kernel size: the mean of the trainings that count, every one of them as a point, those stuck at
 * chance or fallen back to it as crosses, and the MLP, which has no kernel, as a level across `kernels` (first and last). `run` makes the ids of
 * the traces unique among runs.
 */
export function kernelTraces(
  run: string,
  rows: readonly KernelRow[],
  kernels: readonly [number, number],
): Trace[] {
  const results = kernelResults(rows)
  const means = results.flatMap(({ kernel, trained }) => (trained ? [{ kernel, ...trained }] : []))
  const points = (
    id: string,
    label: string,
    marker: 'circle' | 'cross',
    own: readonly KernelRow[],
  ): Trace => ({
    id,
    label,
    color: 'cnn',
    kind: 'points',
    marker,
    x: own.map(({ kernel }) => kernel ?? Number.NaN),
    y: own.map(({ accuracy }) => accuracy),
    length: own.length,
    version: own.length,
  })
  const cnn = rows
    .filter(({ network, accuracy }) => network === 'cnn' && accuracy !== null)
    .toSorted((a, b) => (a.kernel ?? 0) - (b.kernel ?? 0))
  const mlp = mlpSpread(rows)
  const level: Trace[] = mlp
    ? [
        {
          id: `${run} mlp`,
          label: 'MLP, mean over the seeds',
          color: lookOf('mlp').color,
          dash: 'dashed',
          marker: 'none',
          isSmoothable: false,
          isLatestShown: false,
          x: kernels,
          y: [mlp.mean, mlp.mean],
          length: 2,
          version: rows.length,
          range: { low: [mlp.low, mlp.low], high: [mlp.high, mlp.high] },
        },
      ]
    : []
  const line: Trace = {
    id: `${run} mean`,
    label: 'CNN, mean without stuck and fallen trainings',
    color: 'cnn',
    marker: 'none',
    isSmoothable: false,
    isLatestShown: false,
    x: means.map(({ kernel }) => kernel),
    y: means.map(({ mean }) => mean),
    length: means.length,
    version: rows.length,
    range: { low: means.map(({ low }) => low), high: means.map(({ high }) => high) },
  }
  const lost = [
    { id: 'stuck', label: 'CNN, stuck at chance', rows: cnn.filter((row) => row.stuck === 1) },
    { id: 'fell back', label: 'CNN, fell back to chance', rows: cnn.filter((row) => row.fellBack === 1) },
  ]
  return [
    line,
    points(`${run} seeds`, 'CNN, each seed', 'circle', cnn.filter(hasResult)),
    ...lost.map((own) => points(`${run} ${own.id}`, own.label, 'cross', own.rows)),
    ...level,
  ].filter(({ length }) => length > 0)
}

/** Which trainings ended at chance after their `epochs`, and how, or diverged, in a sentence; empty where all trained. */
export function failureWords(rows: readonly KernelRow[], epochs: number): string {
  const list = (what: string, failed: readonly KernelRow[]): string =>
    failed.length === 0
      ? ''
      : `${what}: ${failed.map(({ kernel, seed }) => `${kernel} × ${kernel} (seed ${seed})`).join(', ')}.`
  const cnn = rows.filter(({ network }) => network === 'cnn')
  return [
    list(
      `Never left chance in ${counted(epochs, 'epoch')}, part of the mean`,
      cnn.filter((row) => row.atChance === 1),
    ),
    list(
      'Stuck at chance, shown as crosses and left out of the mean',
      cnn.filter((row) => row.stuck === 1),
    ),
    list(
      'Fell back to chance, shown as crosses and left out of the mean',
      cnn.filter((row) => row.fellBack === 1),
    ),
    list(
      'Diverged, not drawn',
      cnn.filter(({ accuracy }) => accuracy === null),
    ),
  ]
    .filter((words) => words !== '')
    .join(' ')
}
