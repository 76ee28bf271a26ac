/** How axes are labelled. */
import { groupThousands, minus, superscript } from './numbers.ts'

/** A power of ten as 10 with an exponent, but 1 and 10 themselves in digits. */
export function formatPower(value: number): string {
  const exponent = Math.round(Math.log10(value))
  return exponent === 0 || exponent === 1 ? String(10 ** exponent) : `10${superscript(exponent)}`
}

/** A tick of an axis whose ticks lie `step` apart: plain digits, as many decimals as the step needs. */
export function formatTick(value: number, step: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e7 || size < 1e-5) {
    const [mantissa = '1', exponent = '0'] = Number(value.toPrecision(6)).toExponential().split('e')
    const power = `10${superscript(Number(exponent))}`
    if (mantissa === '1') return power
    if (mantissa === '-1') return minus + power
    return `${mantissa.replace('-', minus)}×${power}`
  }
  const decimals = Math.min(10, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  return groupThousands(value.toFixed(decimals))
}
