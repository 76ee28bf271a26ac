import { complementaryError } from '#numeric/error-function.ts'

/** A rank correlation and how often as large a one comes about by chance where there is none. */
export interface RankTrend {
  /** Kendall's tau-b: 1 where all pairs rise together, -1 where one always falls. */
  readonly tau: number
  /** Two-sided, from the normal approximation with corrections for ties and continuity. */
  readonly p: number
}

/** Below this probability a trend is called one. */
export const clearBelow = 0.05

/** Sizes of the groups of equal values. */
function tieSizes(values: readonly number[]): number[] {
  const sizes = new Map<number, number>()
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1)
  return [...sizes.values()]
}

const summed = (sizes: readonly number[], of: (size: number) => number): number =>
  sizes.reduce((sum, size) => sum + of(size), 0)

/**
 * Kendall's tau-b of pairs (x, y) and its two-sided p (Kendall, Rank Correlation Methods, 1970, chapters 3 and 4);
 * null with fewer than three pairs or where all x or all y are equal.
 */
export function rankTrend(pairs: readonly (readonly [x: number, y: number])[]): RankTrend | null {
  const n = pairs.length
  const xs = tieSizes(pairs.map(([x]) => x))
  const ys = tieSizes(pairs.map(([, y]) => y))
  if (n < 3 || xs.length < 2 || ys.length < 2) return null
  let score = 0
  pairs.forEach(([x, y], index) => {
    for (const [otherX, otherY] of pairs.slice(index + 1))
      score += Math.sign(otherX - x) * Math.sign(otherY - y)
  })
  const two = (size: number): number => size * (size - 1)
  const three = (size: number): number => two(size) * (size - 2)
  const weighted = (size: number): number => two(size) * (2 * size + 5)
  const variance =
    (weighted(n) - summed(xs, weighted) - summed(ys, weighted)) / 18 +
    (summed(xs, two) * summed(ys, two)) / (2 * two(n)) +
    (summed(xs, three) * summed(ys, three)) / (9 * three(n))
  const tau = score / (Math.sqrt((two(n) - summed(xs, two)) * (two(n) - summed(ys, two))) / 2)
  const z = Math.max(0, Math.abs(score) - 1) / Math.sqrt(variance)
  return { tau, p: complementaryError(z / Math.SQRT2) }
}
