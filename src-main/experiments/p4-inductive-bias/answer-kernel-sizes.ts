/** The reference answer to 4e (ii): accuracy on permuted images against kernel size. */
import { mean } from '#numeric/statistics.ts'
import { MissingValue, pending } from '../answer-text.ts'
import { counted, listed, paragraphs, percent } from './answer-words.ts'
import { clearBelow, rankTrend } from './pure/rank-trend.ts'
import type { KernelRow } from './pure/tables.ts'

const isStuck = (row: KernelRow): boolean => row.stuck === 1
const sizesOf = (rows: readonly KernelRow[]): readonly number[] =>
  [...new Set(rows.flatMap(({ kernel }) => kernel ?? []))].sort((a, b) => a - b)

/** Means over the trainings that are not stuck, by kernel size. */
const kernelMeans = (
  rows: readonly KernelRow[],
): readonly { readonly kernel: number; readonly accuracy: number }[] =>
  sizesOf(rows).flatMap((kernel) => {
    const good = rows.filter((row) => row.kernel === kernel && !isStuck(row))
    const accuracies = good.flatMap(({ accuracy }) => accuracy ?? [])
    return accuracies.length > 0 ? [{ kernel, accuracy: mean(accuracies) }] : []
  })

/** Which way the accuracy goes with the kernel size, if the trainings are enough to show it. */
function trendSentence(rows: readonly KernelRow[]): string {
  const pairs = rows.flatMap((row): [number, number][] =>
    row.kernel === null || row.accuracy === null || isStuck(row) ? [] : [[row.kernel, row.accuracy]],
  )
  const trend = rankTrend(pairs)
  if (!trend) return 'So few trainings show no clear trend.'
  const correlation = `Kendall’s rank correlation of size and accuracy over these ${pairs.length} trainings is ${Number(trend.tau.toFixed(2))}, p ${trend.p < 0.001 ? '< 0.001' : `= ${Number(trend.p.toFixed(3))}`}`
  if (trend.p >= clearBelow)
    return `There is no clear trend in this run (${correlation}; a trend is stated below p = ${clearBelow}): more seeds or epochs may show one.`
  return trend.tau > 0
    ? `Accuracy rises with the kernel size, and falls as it shrinks (${correlation}).`
    : `Accuracy falls with the kernel size in this run (${correlation}).`
}

/** "seed 1" or "seeds 1 and 2". */
function seedWords(rows: readonly KernelRow[]): string {
  const seeds = [...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b)
  return `seed${seeds.length === 1 ? '' : 's'} ${listed(seeds)}`
}

/** 4e (ii). */
export function kernelSizesAnswer(measured: readonly KernelRow[] | null): readonly string[] {
  const rows = measured ?? []
  const [first] = rows
  if (!first) throw new MissingValue(pending)
  const filtered = rows.filter(({ kernel }) => kernel !== null)
  /** "1 of 16 trainings of a CNN, at kernel size 7". */
  const which = (some: readonly KernelRow[]): string =>
    `${some.length} of ${counted(filtered.length, 'training')} of a CNN, at kernel size ${listed(sizesOf(some))}`
  const means = kernelMeans(rows)
  const setting = `${counted(first.perClass, 'image')} a class, ${counted(first.epochs, 'epoch')}, ${seedWords(rows)}`
  const shown = listed(means.map(({ kernel, accuracy }) => `${percent(accuracy)} at ${kernel}`))
  const young = filtered.filter((row) => row.atChance === 1)
  const stuck = filtered.filter(isStuck)
  const diverged = filtered.filter(({ accuracy }) => accuracy === null)
  const mlp = rows.filter(({ network }) => network === 'mlp').flatMap(({ accuracy }) => accuracy ?? [])
  return paragraphs(
    [
      means.length > 0
        ? `Kernel sizes (${setting}), mean of the trainings that are not stuck: ${shown}. ${trendSentence(rows)}`
        : `Kernel sizes (${setting}): every training is stuck or diverged, so there is no accuracy to compare.`,
      young.length > 0
        ? `Still at chance after ${counted(first.epochs, 'epoch')}: ${which(young)}; they are part of the means, and too few epochs may be the whole reason.`
        : '',
      stuck.length > 0
        ? `Stuck at chance, with the same probabilities for every image: ${which(stuck)}; their accuracy does not depend on the kernel size, so they are left out of the means.`
        : 'No training is stuck.',
      diverged.length > 0 ? `Diverged, and in no mean either: ${which(diverged)}.` : '',
      mlp.length > 0 ? `The MLP reaches ${percent(mean(mlp))}.` : '',
      'A filter of one pixel sees only brightness, and small filters see pixels that are unrelated; a larger filter holds more of the permuted image at once, and one as large as the image would be a fully connected layer, to which the order of the pixels does not matter.',
    ].join(' '),
  )
}
