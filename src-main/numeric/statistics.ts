/** The arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0
  return sum / values.length
}

/** The unbiased variance (divides by n - 1); NaN for fewer than two values. */
export function variance(values: ArrayLike<number>): number {
  if (values.length < 2) return NaN
  const centre = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] ?? 0) - centre) ** 2
  return sum / (values.length - 1)
}

/** The square root of the unbiased variance. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values))
}

/** The estimated standard deviation of the mean of these values. */
export function standardError(values: ArrayLike<number>): number {
  return standardDeviation(values) / Math.sqrt(values.length)
}

/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2
}

/**
 * Pearson's statistic sum (observed - expected)^2 / expected. Cells whose expected count is below `minimum`
 * are pooled until they reach it; what is left over joins the last pool. `degrees`: cells used minus one.
 */
export function chiSquare(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
  minimum = 5,
): { readonly statistic: number; readonly degrees: number } {
  const cells: { seen: number; awaited: number }[] = []
  let thin = { seen: 0, awaited: 0 }
  for (let i = 0; i < observed.length; i++) {
    const cell = { seen: observed[i] ?? 0, awaited: expected[i] ?? 0 }
    if (cell.awaited >= minimum) cells.push(cell)
    else thin = { seen: thin.seen + cell.seen, awaited: thin.awaited + cell.awaited }
    if (thin.awaited < minimum) continue
    cells.push(thin)
    thin = { seen: 0, awaited: 0 }
  }
  const last = cells.pop() ?? { seen: 0, awaited: 0 }
  cells.push({ seen: last.seen + thin.seen, awaited: last.awaited + thin.awaited })
  const statistic = cells.reduce((sum, { seen, awaited }) => sum + (seen - awaited) ** 2 / awaited, 0)
  return { statistic, degrees: cells.length - 1 }
}
