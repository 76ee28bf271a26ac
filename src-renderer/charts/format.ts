/** How numbers are written everywhere on the page. */

/** Between thousands: as wide as a thin space, and never the end of a line. */
export const thinSpace = '\u202f'
const minus = '\u2212'
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Integers below this are counts and are written in full. */
const largestCount = 1e9

function superscript(exponent: number): string {
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

/** A power of ten as 10 with an exponent, but 1 and 10 themselves in digits. */
export function formatPower(value: number): string {
  const exponent = Math.round(Math.log10(value))
  return exponent === 0 || exponent === 1 ? String(10 ** exponent) : `10${superscript(exponent)}`
}

/** All that a double holds. */
const mostDigits = 15

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

/** Significant digits that tell numbers of this size apart where they lie `step` apart; six at least. */
const digitsBetween = (size: number, step: number): number =>
  Math.min(mostDigits, Math.max(6, Math.floor(Math.log10(size)) - Math.floor(Math.log10(step) + 1e-9) + 1))

/** Bytes as MiB (2^20) or, from 1024 of those, GiB (2^30); small ones as KiB or B. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes == null || !Number.isFinite(bytes)) return 'not measured'
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let amount = bytes
  let unit = 0
  while (Math.abs(amount) >= 1024 && unit < units.length - 1) {
    amount /= 1024
    unit += 1
  }
  return `${formatNumber(amount, 4)}${thinSpace}${units[unit]}`
}

/** Seconds as "0.42 s", "12 s", "3 min 05 s" or "1 h 02 min". */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds) || seconds < 0) return 'unknown'
  if (seconds < 9.995) return `${seconds.toFixed(2)}${thinSpace}s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}${thinSpace}s`
  const two = (part: number) => String(part).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)}${thinSpace}min ${two(whole % 60)}${thinSpace}s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)}${thinSpace}h ${two(minutes % 60)}${thinSpace}min`
}
