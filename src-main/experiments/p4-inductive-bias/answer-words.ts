/** The words that the reference answers of problem 4 share. */
import { listed, counted, agree } from '#text/words.ts'
import { MissingValue, pending } from '../answer-text.ts'
import type { NetworkName } from './pure/cells.ts'
import { chanceWithin } from './pure/chance.ts'
import { networkLabels } from './pure/networks.ts'
import { stripesOfNoise } from './pure/stripes.ts'
import { seedsOf, type AccuracyRow, type StripesRow } from './pure/tables.ts'

export { counted, listed } from '#text/words.ts'

/** Percentage points between two accuracies below which they are called alike: about 3 of 150 images. */
export const alike = 2

/** Percent up to which a network of three classes does no better than to guess, or to give one answer to everything. */
export const guessed = 100 / 3 + alike

/** An accuracy in percent as text: "93.3 %"; more digits than the images can resolve are left out. */
export const percent = (value: number): string => `${Number(value.toFixed(1))} %`

/** Percentage points of a difference: "12.3 points". */
export const points = (value: number): string => `${Number(Math.abs(value).toFixed(1))} points`

/** The paragraphs of an answer: without those for which the run has no numbers, and without the gaps they leave. */
export const paragraphs = (...texts: readonly (string | null)[]): readonly string[] =>
  texts
    .flatMap((text) => (text === null ? [] : [text.replace(/ {2,}/g, ' ').trim()]))
    .filter((text) => text !== '')

/** A mean with its range where there are several seeds: "71.2 % (range 48 to 88 % over 3 seeds)", "50 % (each of 2 seeds)". */
export function meanAndRange(row: Pick<AccuracyRow, 'accuracy' | 'lowest' | 'highest' | 'seeds'>): string {
  const { accuracy, lowest, highest } = row
  const seeds = seedsOf(row).length
  if (accuracy === null) return 'no result (it diverged)'
  if (seeds < 2 || lowest === null || highest === null) return percent(accuracy)
  if (percent(lowest) === percent(highest)) return `${percent(accuracy)} (each of ${seeds} seeds)`
  return `${percent(accuracy)} (range ${Number(lowest.toFixed(1))} to ${percent(highest)} over ${seeds} seeds)`
}

/**
 * The rows of an accuracy table for one network after the last of its epochs, fewest images first. Throws MissingValue
 * where there are none.
 */
export function lastRows(
  rows: readonly AccuracyRow[] | null,
  network: NetworkName,
): readonly [AccuracyRow, ...AccuracyRow[]] {
  const own = (rows ?? []).filter((row) => row.network === network)
  const last = Math.max(...own.map((row) => row.epochs))
  const [first, ...others] = own.filter((row) => row.epochs === last).sort((a, b) => a.perClass - b.perClass)
  if (!first) throw new MissingValue(pending)
  return [first, ...others]
}

/** "48 % with 10 images a class, 94 % with 100". */
export const accuraciesListed = (rows: readonly AccuracyRow[]): string =>
  listed(
    rows.map(
      (row, i) =>
        `${meanAndRange(row)} with ${i === 0 ? `${counted(row.perClass, 'image')} a class` : row.perClass}`,
    ),
  )

/** "CNN with 10 images a class". */
const networkOf = ({ network, perClass }: AccuracyRow): string =>
  `${networkLabels[network]} with ${counted(perClass, 'image')} a class`

/** "It is included in the means", or "they are", of trainings named before. */
export const included = (trainings: number): string =>
  `${agree(trainings, 'it is', 'they are')} included in the means`

/** What became of trainings that ended at chance (and how they came there) or diverged, or null where none did. */
export function troubleSentence(rows: readonly AccuracyRow[]): string | null {
  const named = (
    ending: 'atChance' | 'stuck' | 'fellBack' | 'diverged',
  ): { trainings: number; text: string } => {
    const lost = rows.filter((row) => (row[ending] ?? 0) > 0)
    const text = lost.map((row) => {
      const seeds = seedsOf(row).length
      const peaks = ending === 'fellBack' && row.peaks !== null ? [`best: ${row.peaks}`] : []
      const details = [...(seeds > 1 ? [`${row[ending]} of ${seeds} seeds`] : []), ...peaks].join('; ')
      return `${networkOf(row)}${details === '' ? '' : ` (${details})`}`
    })
    return { trainings: lost.reduce((sum, row) => sum + (row[ending] ?? 0), 0), text: listed(text) }
  }
  const [atChance, stuck, diverged] = [named('atChance'), named('stuck'), named('diverged')]
  const fellBack = named('fellBack')
  const young = rows.find((row) => (row.atChance ?? 0) > 0)
  const sentences = [
    atChance.trainings === 0
      ? ''
      : `${young?.fellBack == null ? 'At chance after' : 'Never left chance in'} ${counted(young?.epochs ?? 0, 'epoch')} (at the end at most ${chanceWithin} points above guessing, in training${young?.accuracy == null ? '' : ' and validation'}): ${atChance.text}; ${included(atChance.trainings)}, and may only need more epochs.`,
    stuck.trainings === 0
      ? ''
      : `Stuck at chance, with the same probabilities for every image: ${stuck.text}; ${included(stuck.trainings)}, but such an accuracy depends on the initial weights and not on what the network can do.`,
    fellBack.trainings === 0
      ? ''
      : `Fell back to chance after learning: ${fellBack.text}; ${included(fellBack.trainings)}, and the last epoch does not show what had been learned. A smaller learning rate, or stopping at the best epoch, avoids that.`,
    diverged.trainings === 0 ? '' : `Diverged: ${diverged.text}; use a smaller learning rate.`,
  ].filter((sentence) => sentence !== '')
  return sentences.length > 0 ? sentences.join(' ') : null
}

/** Two networks on the same number of images, side by side; only where both have a result. */
export function paired(
  first: readonly AccuracyRow[],
  second: readonly AccuracyRow[],
): { readonly perClass: number; readonly first: number; readonly second: number }[] {
  return first.flatMap(({ perClass, accuracy }) => {
    const other = second.find((row) => row.perClass === perClass)?.accuracy ?? null
    return accuracy === null || other === null ? [] : [{ perClass, first: accuracy, second: other }]
  })
}

const largestBefore = ({ rowsBefore, columnsBefore }: StripesRow): number =>
  Math.max(rowsBefore ?? 0, columnsBefore ?? 0)
const largestAfter = ({ rowsAfter, columnsAfter }: StripesRow): number =>
  Math.max(rowsAfter ?? 0, columnsAfter ?? 0)

/** Above this share of its variance a filter of side 7 is called striped; noise has an eighth. */
const stripedFrom = 0.4

const isStriped = (row: StripesRow): boolean => largestAfter(row) >= stripedFrom
/** In a small filter of random weights stripes may explain as much by chance. */
const wasStriped = (row: StripesRow): boolean => largestBefore(row) >= stripedFrom

/** How many of the filters that were measured after their training have become clearly striped by it. */
export function stripedFilters(stripes: readonly StripesRow[] | null): { striped: number; all: number } {
  const rows = (stripes ?? []).filter(({ rowsAfter }) => rowsAfter !== null)
  return { striped: rows.filter((row) => isStriped(row) && !wasStriped(row)).length, all: rows.length }
}

/** What the measured stripes show of learned against untrained filters of one side; empty where none were measured. */
export function stripesSentence(stripes: readonly StripesRow[] | null, side: number): string {
  const rows = (stripes ?? []).filter(({ rowsAfter }) => rowsAfter !== null)
  const striped = rows.filter(isStriped)
  const already = striped.filter(wasStriped).length
  const strongest = rows.reduce<StripesRow | null>(
    (best, row) => (best && largestAfter(best) >= largestAfter(row) ? best : row),
    null,
  )
  if (!strongest || side < 2) return ''
  const share = (value: number): string => percent(100 * value)
  const direction = (strongest.rowsAfter ?? 0) > (strongest.columnsAfter ?? 0) ? 'horizontal' : 'vertical'
  const range = `In independent random weights, rows and columns each explain about ${share(stripesOfNoise(side))} of a filter’s variance; the largest share before training is ${share(Math.max(...rows.map(largestBefore)))}`
  if (striped.length === 0)
    return `${range}, and ${share(largestAfter(strongest))} after it: no filter of this run has become clearly striped.`
  const which = already === striped.length ? '' : `${already} of them `
  const before = already === 0 ? '' : `, ${which}already before it, by chance`
  return `${range}. After training, ${striped.length} of ${rows.length} filters ${agree(striped.length, 'is', 'are')} clearly striped (at least ${100 * stripedFrom} %)${before}; in the strongest (${counted(strongest.perClass, 'image')} a class, filter ${strongest.filter}) ${direction} stripes explain ${share(largestAfter(strongest))}.`
}
