/** How numbers are written: on the page, in the terminal, in answers and in messages. */

/** Between thousands: as wide as a thin space, and never the end of a line. */
export const thinSpace = '\u202f'
/** The true minus sign. */
export const minus = '\u2212'
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Integers below this are counts and are written in full. */
const largestCount = 1e9

/** An exponent in raised digits: "⁻³". */
export function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('')
  return exponent < 0 ? `⁻${digits}` : digits
}

/** A decimal string ("-12345.60") with thin spaces between thousands and a true minus sign. */
export function groupThousands(decimal: string): string {
  const [whole = '', fraction] = decimal.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thinSpace)
  return (decimal.startsWith('-') ? minus : '') + grouped + (fraction === undefined ? '' : `.${fraction}`)
}

function scientific(value: number, significant: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(significant - 1).split('e')
  return `${groupThousands(mantissa)}${thinSpace}×${thinSpace}10${superscript(Number(exponent))}`
}

/**
 * A number for reading: `significant` digits (4 unless told), integers below 10^9 in full, powers of ten
 * below 10^-4 and from 10^6 on. null and non-finite numbers read "diverged".
 */
export function formatNumber(value: number | null | undefined, significant = 4): string {
  if (value == null || !Number.isFinite(value)) return 'diverged'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < largestCount) return groupThousands(String(value))
  if (size < 1e-4 || size >= 1e6) return scientific(value, significant)
  const rounded = Number(value.toPrecision(significant))
  // toPrecision itself would write 12350 as 1.235e+4.
  return groupThousands(
    Math.abs(rounded) >= 10 ** significant ? String(rounded) : value.toPrecision(significant),
  )
}

/**
 * A number with at most `significant` digits (4 unless told) and no zeros behind them: what was chosen reads as it was
 * chosen ("0.5", not "0.5000"). Powers of ten below 10^-4 and from 10^6 on; non-finite numbers read "diverged".
 */
export function formatShort(value: number, significant = 4): string {
  if (!Number.isFinite(value)) return 'diverged'
  const rounded = Number(value.toPrecision(significant))
  const size = Math.abs(rounded)
  if (size !== 0 && (size < 1e-4 || (size >= 1e6 && !(Number.isInteger(value) && size < largestCount)))) {
    const [mantissa = '', exponent = '0'] = rounded.toExponential().split('e')
    return `${groupThousands(mantissa)}${thinSpace}×${thinSpace}10${superscript(Number(exponent))}`
  }
  return groupThousands(String(Number.isInteger(value) ? value : rounded))
}

/** A number with half the width of its band, two digits of it and as many decimals of both: "6.879 ± 0.079". */
export function formatWithBand(value: number, half: number): string {
  const width = Number(Math.abs(half).toPrecision(2))
  if (!Number.isFinite(value) || !Number.isFinite(width)) return 'diverged'
  const decimals = width === 0 ? Infinity : Math.max(0, 1 - Math.floor(Math.log10(width)))
  if (decimals > 6) return `${formatNumber(value, 6)} ± ${formatNumber(half, 2)}`
  return `${groupThousands(value.toFixed(decimals))} ± ${groupThousands(width.toFixed(decimals))}`
}

/** Every digit a double holds, for hover and focus. */
export function formatFull(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return 'not a finite number: the training diverged'
  return String(value).replace('-', minus)
}
