import { minus, thinSpace } from '#text/numbers.ts'

/** Widths in ems of Inter's tabular figures, of the point and of the rest. */
const widthOf = (text: string) => [...text].reduce((sum, letter) => sum + (letter === '.' ? 0.3 : 0.63), 0)

/** Decimals of a grid's numbers where they go on: no cell has room for more. */
const mostDecimals = 4
const fewDecimals = 3
/** What is this part of a grid's largest number is rounding, and asks for no decimals. */
const roundingPart = 1e-9

/** How many decimals the numbers of a grid need; `isExact`: they end there. At most four. */
export function neededDecimals(values: readonly number[]): { decimals: number; isExact: boolean } {
  const largest = values.reduce(
    (most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0),
    0,
  )
  const needs = values
    .filter((value) => Number.isFinite(value) && Math.abs(value) > roundingPart * largest)
    .map((value) => {
      let decimals = 0
      while (decimals <= mostDecimals && !isSame(Number(value.toFixed(decimals)), value)) decimals++
      return decimals
    })
  const decimals = Math.max(0, ...needs)
  return decimals > mostDecimals ? { decimals: fewDecimals, isExact: false } : { decimals, isExact: true }
}

/** Whether every number but zero can be written with so many decimals in `ems`; those too long for none do not count. */
export function fitAll(values: readonly number[], decimals: number, ems: number): boolean {
  return values.every((value) => {
    if (!Number.isFinite(value) || value === 0 || widthOf(value.toFixed(0)) > ems) return true
    return widthOf(value.toFixed(decimals)) <= ems
  })
}

/**
 * A number with the decimals of its grid, or as many of them as fit into `ems`; a large or small one as a power of
 * ten ("2e5"), or "≈0" where that is too long for a small one. Empty where nothing fits, so that no cell shows
 * digits cut off.
 */
export function cellText(value: number, ems: number, decimals: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
  const shown = candidates(value, decimals).find((text) => widthOf(text) <= ems)
  return shown?.replaceAll('-', minus) ?? ''
}

function candidates(value: number, decimals: number): string[] {
  if (value === 0) return ['0']
  const fixed = Array.from({ length: decimals + 1 }, (_, fewer) => value.toFixed(decimals - fewer))
  // "0.00" would say that the value is nothing.
  const told = fixed.filter((text) => Number(text) !== 0)
  const nearly = Math.abs(value) < 0.05 ? ['≈0'] : []
  return [...told, shortPower(value), ...nearly]
}

/** Equal but for what adding and multiplying a few times leaves behind. */
const isSame = (a: number, b: number) => Math.abs(a - b) <= 1e-12 * Math.abs(b)

const shortPower = (value: number) => value.toExponential(0).replace('e+', 'e')

/** Places as the handout counts them, from 1: "[2, 3]". */
export const placeText = (row: number, column: number) => `[${row + 1},${thinSpace}${column + 1}]`
