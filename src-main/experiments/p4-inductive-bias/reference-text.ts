import type { Value, Values } from '#contract/samples.ts'
import { listed, counted, agree } from '#text/words.ts'
import type { NetworkName } from './cells.ts'
import { networkLabels } from './networks.ts'
import { chanceWithin } from './chance.ts'
import { stripesOfNoise } from './stripes.ts'
import type { AccuracyRow, StripesRow } from './table-rows.ts'
import { accuracyLayout, rowsOf } from './tables.ts'

export { counted, listed } from '#text/words.ts'

/** What stands in place of an answer whose part has not been run. */
export const pending = 'Run this part to see the answer with its numbers.'

/** Percentage points between two accuracies below which they are called alike: about 3 of 150 images. */
export const alike = 2

/** An accuracy in percent as text: "93.3 %"; more digits than the images can tell are left out. */
export const percent = (value: number): string => `${Number(value.toFixed(1))} %`

/** Percentage points of a difference: "12.3 points". */
export const points = (value: number): string => `${Number(Math.abs(value).toFixed(1))} points`

/** A count with a narrow space between its thousands. */
export const grouped = (count: number): string => String(count).replace(/(\d)(?=(\d{3})+$)/g, '$1\u202f')

/** A mean with its range where there are several seeds: "71.2 % (48 to 88 %)". */
export function meanAndRange({ accuracy, lowest, highest, seeds }: AccuracyRow): string {
  if (accuracy === null) return 'no result (it diverged)'
  if (seeds.length < 2 || lowest === null || highest === null) return percent(accuracy)
  return `${percent(accuracy)} (${Number(lowest.toFixed(1))} to ${percent(highest)} over ${seeds.length} seeds)`
}

/** The rows of an accuracy table for one network after the last of its epochs, fewest images first. */
export function lastRows(value: Value | undefined, network: NetworkName): AccuracyRow[] {
  const rows = rowsOf(value, accuracyLayout).filter((row) => row.network === network)
  const last = Math.max(...rows.map((row) => row.epochs))
  return rows.filter((row) => row.epochs === last).sort((a, b) => a.perClass - b.perClass)
}

/** "48 % with 10 images a class, 94 % with 100". */
export const accuraciesListed = (rows: readonly AccuracyRow[]): string =>
  listed(rows.map((row, i) => `${meanAndRange(row)} with ${row.perClass}${i === 0 ? ' images a class' : ''}`))

/** "CNN with 10 images a class". */
const networkOf = ({ network, perClass }: AccuracyRow): string =>
  `${networkLabels[network]} with ${counted(perClass, 'image')} a class`

/** What became of trainings that ended at chance, are stuck there or diverged, or null where none did. */
export function troubleSentence(rows: readonly AccuracyRow[]): string | null {
  const atChance = rows.filter((row) => row.atChance > 0)
  const stuck = rows.filter((row) => row.stuck > 0)
  const diverged = rows.filter((row) => row.diverged > 0)
  const named = (some: readonly AccuracyRow[], count: (row: AccuracyRow) => number): string =>
    listed(
      some.map((row) => {
        const of = row.seeds.length > 1 ? ` (${count(row)} of ${row.seeds.length} seeds)` : ''
        return `${networkOf(row)}${of}`
      }),
    )
  const sentences = []
  if (atChance.length > 0)
    sentences.push(
      `Still at chance after ${counted(atChance[0]?.epochs ?? 0, 'epoch')}, in training and validation (at most ${chanceWithin} points above guessing): ${named(atChance, (row) => row.atChance)}; they are part of the means, and too few epochs may be the whole reason.`,
    )
  if (stuck.length > 0)
    sentences.push(
      `Stuck at chance, with the same probabilities for every image: ${named(stuck, (row) => row.stuck)}; they are part of the means, and say nothing about the network’s ability, only about its start.`,
    )
  if (diverged.length > 0)
    sentences.push(`Diverged: ${named(diverged, (row) => row.diverged)}; use a smaller learning rate.`)
  return sentences.length > 0 ? sentences.join(' ') : null
}

/** The two of these networks on the same number of images, side by side; only where both have a result. */
export function paired(
  first: readonly AccuracyRow[],
  second: readonly AccuracyRow[],
): { readonly perClass: number; readonly first: number; readonly second: number }[] {
  return first.flatMap(({ perClass, accuracy }) => {
    const other = second.find((row) => row.perClass === perClass)?.accuracy ?? null
    return accuracy === null || other === null ? [] : [{ perClass, first: accuracy, second: other }]
  })
}

const larger = ({ rows, columns }: StripesRow['after']): number => Math.max(rows, columns)

/** Above this share of its variance a filter of side 7 is called striped; noise has an eighth. */
const stripedFrom = 0.4

/** What the measured stripes say of learned against untrained filters of one side. */
export function stripesSentence(rows: readonly StripesRow[], side: number): string {
  const striped = rows.filter(({ after }) => larger(after) >= stripedFrom)
  const noise = percent(100 * stripesOfNoise(side))
  const strongest = rows.reduce<StripesRow | null>(
    (best, row) => (best && larger(best.after) >= larger(row.after) ? best : row),
    null,
  )
  if (!strongest || side < 2) return ''
  const direction = strongest.after.rows > strongest.after.columns ? 'horizontal' : 'vertical'
  const range = `In independent random weights rows and columns each explain about ${noise} of a filter’s variance; the largest share before the training is ${percent(100 * Math.max(...rows.map((row) => larger(row.before))))}`
  if (striped.length === 0)
    return `${range}, and after it ${percent(100 * larger(strongest.after))}: no filter of this run has become clearly striped.`
  return `${range}. After it ${striped.length} of ${rows.length} filters ${agree(striped.length, 'is', 'are')} clearly striped (at least ${100 * stripedFrom} %); in the strongest (${counted(strongest.perClass, 'image')} a class, filter ${strongest.filter}) ${direction} stripes explain ${percent(100 * larger(strongest.after))}.`
}

/** Whether any of these values has been measured. */
export const hasAny = (values: Values, ids: readonly string[]): boolean => ids.some((id) => id in values)
