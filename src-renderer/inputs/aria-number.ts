/**
 * A number for aria-valuenow, -min and -max. They allow no exponent, and JavaScript writes very small and very large
 * numbers with one: undefined for those, and for what is no number. The text of the field says the value anyway.
 */
export const ariaNumber = (value: number): number | undefined =>
  Number.isFinite(value) && !String(value).includes('e') ? value : undefined
