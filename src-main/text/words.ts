/** Counts, lists and shares in words. */
import { formatNumber } from './numbers.ts'

/** A count with its noun: "1 sample", "1\u202f001 samples", "2 entries". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatNumber(count)} ${count === 1 ? noun : plural}`

/** The form of a word that goes with a count: `agree(rows, 'is', 'are')`. */
export const agree = (count: number, one: string, many: string): string => (count === 1 ? one : many)

/** "0.1, 0.3 and 0.5". */
export function listed(items: readonly (number | string)[], word = 'and'): string {
  const words = items.map(String)
  const last = words.pop() ?? ''
  return words.length === 0 ? last : `${words.join(', ')} ${word} ${last}`
}

/** A share as a percentage in plain text; what would round to none or to all is bounded instead. */
export function percent(share: number): string {
  if (share > 0 && share < 1e-4) return 'less than 0.01 %'
  if (share < 1 && share >= 0.9995) return 'more than 99.9 %'
  return `${Number((100 * share).toPrecision(3))} %`
}
