/** How axes are labelled. */
import { groupThousands, minus, superscript } from './numbers.ts'

/** A power of ten as 10 with an exponent, but 1 and 10 themselves in digits. */
export function formatPower(value: number): string {
  const exponent = Math.round(Math.log10(value))
  return exponent === 0 || exponent === 1 ? String(10 ** exponent) : `10${superscript(exponent)}`
}

/** All that a double holds. */
const mostDigits = 15

/** Significant digits that tell numbers of this size apart where they lie `step` apart; six at least. */
const digitsBetween = (size: number, step: number): number =>
  Math.min(mostDigits, Math.max(6, Math.floor(Math.log10(size)) - Math.floor(Math.log10(step) + 1e-9) + 1))

/** A tick of an axis whose ticks lie `step` apart: plain digits, as many as tell it from the next. */
export function formatTick(value: number, step: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e7 || size < 1e-5) {
    const [mantissa = '1', exponent = '0'] = Number(value.toPrecision(digitsBetween(size, step)))
      .toExponential()
      .split('e')
    const power = `10${superscript(Number(exponent))}`
    if (mantissa === '1') return power
    if (mantissa === '-1') return minus + power
    return `${mantissa.replace('-', minus)}×${power}`
  }
  const decimals = Math.min(mostDigits, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  return groupThousands(value.toFixed(decimals))
}
