const grouped = (decimal: string): string => {
  const [whole = '', fraction] = decimal.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, String.raw`\,`)
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}

/** Whether four digits are all of the number; 1 - 0.7 is 0.30000000000000004, and still 0.3. */
const isWhole = (value: number): boolean =>
  Math.abs(Number(value.toPrecision(4)) - value) <= 1e-12 * Math.abs(value)

/**
 * A number as TeX, as the page writes numbers: integers in full, thin spaces between thousands, else four significant
 * digits; fewer where they are the whole number (0.7, 2.25), so that what was chosen reads as it was chosen.
 */
export function tex(value: number): string {
  if (Number.isNaN(value)) return String.raw`\text{not a number}`
  if (!Number.isFinite(value)) return value > 0 ? String.raw`\infty` : String.raw`-\infty`
  const size = Math.abs(value)
  if (value === 0) return '0'
  if (size < 1e-4 || size >= 1e6) {
    const [digits = '', exponent = ''] = value.toExponential(3).split('e')
    return String.raw`${isWhole(value) ? Number(digits) : digits} \times 10^{${Number(exponent)}}`
  }
  if (Number.isInteger(value)) return grouped(String(value))
  const four = value.toPrecision(4)
  // toPrecision itself would write 12350 as 1.235e+4.
  return grouped(isWhole(value) || four.includes('e') ? String(Number(four)) : four)
}
