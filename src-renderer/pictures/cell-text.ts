import { thinSpace } from '../charts/format.ts'

const minus = '\u2212'

/** Widths in ems of Inter's tabular figures, of the point and of the rest. */
const widthOf = (text: string) => [...text].reduce((sum, letter) => sum + (letter === '.' ? 0.3 : 0.63), 0)

/**
 * A number as precisely as fits into `ems` (three decimals at most), a whole number without decimals, a large or
 * small one as a power of ten ("2e5"). Empty where not even that fits, so that no cell shows digits cut off.
 */
export function cellText(value: number, ems: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
  const shown = candidates(value).find((text) => widthOf(text) <= ems)
  return shown?.replaceAll('-', minus) ?? ''
}

function candidates(value: number): string[] {
  if (value === 0) return ['0']
  if (Number.isInteger(value)) return [String(value), shortPower(value)]
  const fixed = [3, 2, 1, 0].map((decimals) => value.toFixed(decimals))
  // "0.00" would say that the value is nothing.
  const told = fixed.filter((text) => Number(text) !== 0).map((text) => text.replace(/(\.\d*?)0+$/, '$1'))
  return [...told.map((text) => text.replace(/\.$/, '')), shortPower(value)]
}

const shortPower = (value: number) => value.toExponential(0).replace('e+', 'e')

/** Places as the handout counts them, from 1: "[2, 3]". */
export const placeText = (row: number, column: number) => `[${row + 1},${thinSpace}${column + 1}]`

/** The number that somebody typed, a comma or a true minus sign included; null where it is none. */
export function typedNumber(text: string): number | null {
  const plain = text
    .trim()
    .replace(minus, '-')
    .replace(/^([^.,]*),([^.,]*)$/, '$1.$2')
  const value = plain === '' ? NaN : Number(plain)
  return Number.isFinite(value) ? value : null
}
