import type { NullableColumn, Range } from '#figures/trace.ts'

/**
 * Range of a logarithmic axis that shows these columns. The expected distance beside them falls on to 10^-30 and
 * further, which would press the measured ones into the top of the chart. Undefined while there is nothing to show.
 */
export function rangeOfDistances(
  columns: readonly { readonly y: NullableColumn; readonly length: number }[],
): Range | undefined {
  let [low, high] = [Infinity, 0]
  for (const { y, length } of columns)
    for (let i = 0; i < length; i++) {
      const value = y[i]
      if (value == null || !Number.isFinite(value) || value <= 0) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  if (high === 0) return undefined
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high * 1.001))]
}
