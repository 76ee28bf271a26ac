/** What a GPU can be true of; drivers answer -1, or more than there is, where they do not know. Null is "not measured". */

/** Memory of a card in bytes: a total above 0, and a use from 0 to the total. */
export function plausibleMemory(
  total: number | null,
  used: number | null,
): { readonly total: number | null; readonly used: number | null } {
  const known = total !== null && total > 0 ? total : null
  const isUsed = used !== null && used >= 0 && (known === null || used <= known)
  return { total: known, used: isUsed ? used : null }
}

/** Percent of the time. */
export const plausiblePercent = (value: number | null): number | null =>
  value !== null && value >= 0 && value <= 100 ? value : null

/** Degrees Celsius of a card that runs. */
export const plausibleTemperature = (value: number | null): number | null =>
  value !== null && value > 0 && value < 150 ? value : null
