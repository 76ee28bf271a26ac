/** A number just below a bound, to three significant digits, to be used as it is printed. */
export function roundedDown(bound: number): number {
  if (!Number.isFinite(bound) || bound <= 0) return bound
  const unit = 10 ** (Math.floor(Math.log10(bound)) - 2)
  return Number((Math.floor(bound / unit) * unit).toPrecision(3))
}
