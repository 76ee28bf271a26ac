/** The reference answer to 4e (ii): accuracy on permuted images against kernel size. */
import { mean } from '#numeric/statistics.ts'
import { agree } from '#text/words.ts'
import { MissingValue, pending } from '../answer-text.ts'
import { counted, included, listed, paragraphs, percent } from './answer-words.ts'
import { clearBelow, rankTrend } from './pure/rank-trend.ts'
import { isJudged, type KernelRow } from './pure/tables.ts'

const sizesOf = (rows: readonly KernelRow[]): readonly number[] =>
  [...new Set(rows.flatMap(({ kernel }) => kernel ?? []))].sort((a, b) => a - b)

/** Means over the trainings whose last epoch says something about the size, by kernel size. */
const kernelMeans = (
  rows: readonly KernelRow[],
): readonly { readonly kernel: number; readonly accuracy: number }[] =>
  sizesOf(rows).flatMap((kernel) => {
    const good = rows.filter((row) => row.kernel === kernel && isJudged(row))
    const accuracies = good.flatMap(({ accuracy }) => accuracy ?? [])
    return accuracies.length > 0 ? [{ kernel, accuracy: mean(accuracies) }] : []
  })

/** Which way the accuracy goes with the kernel size, if the trainings are enough to show it. */
function trendSentence(rows: readonly KernelRow[]): string {
  const pairs = rows.flatMap((row): [number, number][] =>
    row.kernel === null || row.accuracy === null || !isJudged(row) ? [] : [[row.kernel, row.accuracy]],
  )
  const trend = rankTrend(pairs)
  if (!trend) return 'These trainings are too few, or too alike, to show a trend.'
  const correlation = `Kendall’s rank correlation of size and accuracy over these ${pairs.length} trainings is ${Number(trend.tau.toFixed(2))}, p ${trend.p < 0.001 ? '< 0.001' : `= ${Number(trend.p.toFixed(3))}`}`
  if (trend.p >= clearBelow)
    return `There is no clear trend in this run (${correlation}; a trend is stated below p = ${clearBelow}), neither the expected rise nor a fall: more seeds or epochs may show one.`
  return trend.tau > 0
    ? `Accuracy rises with the kernel size, as expected, and falls as it shrinks (${correlation}).`
    : `Accuracy falls with the kernel size in this run, contrary to expectation (${correlation}); larger filters have more weights to train, and may need more epochs or images.`
}

/** What to expect, whatever a run shows. */
const expectation = `What to expect: a filter of one pixel sees only brightness, and a small one sees a few pixels that are unrelated. A larger filter holds more of the permuted image at once, so it can weigh together pixels that lay in one band before they were permuted. It never becomes a fully connected layer, to which the order of the pixels makes no difference: even a filter nearly as large as the image is applied at every place, over borders filled by reflection, and its responses are pooled and averaged. So accuracy should rise with the kernel size and need not reach the MLP’s.`

/** "seed 1" or "seeds 1 and 2". */
function seedWords(rows: readonly KernelRow[]): string {
  const seeds = [...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b)
  return `${agree(seeds.length, 'seed', 'seeds')} ${listed(seeds)}`
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
  const stuck = filtered.filter((row) => row.stuck === 1)
  const fallen = filtered.filter((row) => row.fellBack === 1)
  const diverged = filtered.filter(({ accuracy }) => accuracy === null)
  const mlp = rows.filter(({ network }) => network === 'mlp').flatMap(({ accuracy }) => accuracy ?? [])
  const after = counted(first.epochs, 'epoch')
  const isRecorded = filtered.every(({ fellBack }) => fellBack !== null)
  return paragraphs(
    expectation,
    [
      means.length > 0
        ? `Kernel sizes (${setting}), mean of the trainings that are neither stuck at chance nor fallen back to it: ${shown}. ${trendSentence(rows)}`
        : `Kernel sizes (${setting}): every training is stuck at chance, fell back to it or diverged, so there is no accuracy to compare.`,
      young.length > 0
        ? `${isRecorded ? `Never left chance in ${after}` : `At chance after ${after}`}: ${which(young)}; ${included(young.length)}, and may only need more epochs.`
        : '',
      stuck.length > 0
        ? `Stuck at chance, with the same probabilities for every image: ${which(stuck)}; that accuracy does not depend on the kernel size, so ${agree(stuck.length, 'it is', 'they are')} left out of the means.`
        : 'No training is stuck.',
      fallen.length > 0
        ? `Fell back to chance after learning: ${which(fallen)} (best: ${fallen.flatMap(({ peaks }) => peaks ?? []).join('; ')}); the last epoch does not show what had been learned, so ${agree(fallen.length, 'it is', 'they are')} left out of the means.`
        : '',
      diverged.length > 0 ? `Diverged, and also left out of the means: ${which(diverged)}.` : '',
      mlp.length > 0 ? `The MLP reaches ${percent(mean(mlp))}.` : '',
    ].join(' '),
  )
}
