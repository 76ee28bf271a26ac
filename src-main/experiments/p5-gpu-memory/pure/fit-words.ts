import { heldOutErrors } from '#models/engine-memory-readings.ts'

const percent = (share: number): string => String(Number((100 * Math.abs(share)).toFixed(1)))

/** "5.1 % above", "2 % below". */
const signed = (share: number): string => `${percent(share)} % ${share < 0 ? 'below' : 'above'}`

let found: string | null = null

/** How far readings that were not used for the fit lie from its predictions; worked out once. */
export function heldOutSentence(): string {
  if (found !== null) return found
  const { errors, settings } = heldOutErrors()
  const [low, high] = [Math.min(...errors), Math.max(...errors)]
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
  found = `${errors.length} readings that were not used for the fit (${settings}) lie from ${signed(low)} to ${signed(high)} their predicted growth beyond process and engine, ${signed(mean)} it on average.`
  return found
}
