/** What several seeds gave, as it stands below a number. */
import type { Spread } from '#numeric/spread.ts'
import { formatFull, formatNumber, formatWithBand } from '#text/numbers.ts'

/** Mean and standard deviation (n - 1): "3.4860 ± 0.0033"; of a single value, the value. */
export const bandText = ({ mean, standardDeviation }: Spread): string =>
  standardDeviation === null || standardDeviation === 0
    ? `${formatNumber(mean)} ± ${standardDeviation ?? '–'}`
    : formatWithBand(mean, standardDeviation)

/** "0.3724 to 0.3789", with the count where not all of `seeds` measured it. */
export const rangeText = ({ lowest, highest, n }: Spread, seeds: number): string =>
  `${formatNumber(lowest)} to ${formatNumber(highest)}${n === seeds ? '' : `, n = ${n}`}`

/** The same in a sentence, with every digit. */
export function spreadSentence(
  { n, mean, standardDeviation, lowest, highest }: Spread,
  unit: string,
): string {
  const deviation =
    standardDeviation === null ? '' : `, standard deviation (n − 1) ${formatFull(standardDeviation)}`
  return `Over ${n} seeds: mean ${formatFull(mean)}${deviation}, lowest ${formatFull(lowest)}, highest ${formatFull(highest)}${unit === '' ? '' : ` (${unit})`}.`
}
