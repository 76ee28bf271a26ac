/** What several seeds gave, as it stands below a number. */
import type { Spread } from '#numeric/spread.ts'
import { formatFull, formatNumber, formatWithBand } from '#text/numbers.ts'
import { counted } from '#text/words.ts'

/** A spread of a few roundings of the mean is none: a closed form that is computed anew each time. */
const rounding = 1e-12
const isConstant = ({ mean, lowest, highest }: Spread): boolean =>
  highest - lowest <= rounding * Math.abs(mean)

/** Mean and standard deviation (n - 1): "3.4860 ± 0.0033"; of a single value, or of equal ones, in words. */
export function bandText(spread: Spread): string {
  const { n, mean, standardDeviation } = spread
  if (standardDeviation === null) return `${formatNumber(mean)}, n = ${n}`
  return isConstant(spread) ? 'the same for all' : formatWithBand(mean, standardDeviation)
}

/** "0.3724 to 0.3789", with the count where not all of `seeds` measured it; empty where there is no range. */
export function rangeText(spread: Spread, seeds: number): string {
  const { n, lowest, highest } = spread
  const count = n === seeds || n < 2 ? [] : [`n = ${n}`]
  const range = isConstant(spread) ? [] : [`${formatNumber(lowest)} to ${formatNumber(highest)}`]
  return [...range, ...count].join(', ')
}

/** The same in a sentence, with every digit. */
export function spreadSentence(
  { n, mean, standardDeviation, lowest, highest }: Spread,
  unit: string,
): string {
  const deviation =
    standardDeviation === null ? '' : `, standard deviation (n − 1) ${formatFull(standardDeviation)}`
  return `Over ${counted(n, 'seed')}: mean ${formatFull(mean)}${deviation}, lowest ${formatFull(lowest)}, highest ${formatFull(highest)}${unit === '' ? '' : ` (${unit})`}.`
}
