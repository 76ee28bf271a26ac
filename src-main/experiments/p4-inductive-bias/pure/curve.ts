import { mean } from '#numeric/statistics.ts'

/** Percentage points within which a curve of accuracies counts as flat; 3 of 150 validation images. */
export const flatWithin = 2
/** The least number of epochs that a curve is averaged over before it is judged, and that share of its length. */
const leastSmoothing = 5
const smoothedShare = 0.1
/** A shorter curve is not judged. */
export const leastEpochs = 2 * leastSmoothing
/** A curve that becomes flat only in this last share of its epochs is not called flat. */
const lastShare = 0.2

/** The first epoch (from 1) at which an accuracy is at or above the target; null where none is. */
export function firstAtTarget(accuracies: readonly number[], target: number): number | null {
  const index = accuracies.findIndex((accuracy) => accuracy >= target)
  return index < 0 ? null : index + 1
}

/** The epoch (from 1) with the highest accuracy, the first of equals; null of nothing. */
export function bestEpoch(accuracies: readonly number[]): number | null {
  return accuracies.length === 0 ? null : accuracies.indexOf(Math.max(...accuracies)) + 1
}

/** Each value averaged with its neighbours, in all about a tenth of the curve and at least five. */
export function smoothed(values: readonly number[]): number[] {
  const reach = Math.floor(Math.max(leastSmoothing, smoothedShare * values.length) / 2)
  return values.map((_, i) => mean(values.slice(Math.max(0, i - reach), i + reach + 1)))
}

/**
 * The first epoch from which the smoothed accuracy stays within two points of its level over the last tenth of
 * the epochs; null for fewer than ten epochs, and where that is only in the last fifth, so that more epochs might still change it.
 */
export function flatFrom(accuracies: readonly number[]): number | null {
  const count = accuracies.length
  if (count < leastEpochs) return null
  const level = mean(accuracies.slice(-Math.max(leastSmoothing, Math.round(smoothedShare * count))))
  const curve = smoothed(accuracies)
  let from = count
  while (from > 0 && Math.abs((curve[from - 1] ?? NaN) - level) <= flatWithin) from--
  return from + 1 > (1 - lastShare) * count ? null : from + 1
}
