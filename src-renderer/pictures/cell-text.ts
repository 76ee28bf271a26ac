import { thinSpace } from '../charts/format.ts'

const minus = '\u2212'

/** Widths in ems of Inter's tabular figures, of the point and of the rest. */
const widthOf = (text: string) => [...text].reduce((sum, letter) => sum + (letter === '.' ? 0.3 : 0.63), 0)

/**
 * A number as precisely as fits into `ems`: two decimals at most, a whole number without any, a large or small
 * one as a power of ten ("2e5"), or "≈0" where that is too long for a small one. Empty where nothing fits, so
 * that no cell shows digits cut off.
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
  const fixed = [2, 1, 0].map((decimals) => value.toFixed(decimals))
  // "0.00" would say that the value is nothing, and "1" for 0.999 that it is exactly that.
  const told = fixed
    .filter((text) => Number(text) !== 0)
    .map((text) => (isSame(Number(text), value) ? String(Number(text)) : text))
  const nearly = Math.abs(value) < 0.05 ? ['≈0'] : []
  return [...told, shortPower(value), ...nearly]
}

/** Equal but for what adding and multiplying a few times leaves behind. */
const isSame = (a: number, b: number) => Math.abs(a - b) <= 1e-12 * Math.abs(b)

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
