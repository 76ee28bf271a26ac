/** A number for aria-valuenow, -min and -max, which allow no exponent; undefined where there is none to name. */
export const ariaNumber = (value: number): string | undefined =>
  Number.isFinite(value)
    ? value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 17 })
    : undefined
