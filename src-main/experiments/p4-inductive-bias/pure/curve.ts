import { mean } from '#numeric/statistics.ts'

/** Percentage points within which a curve of accuracies counts as flat; 3 of 150 validation images. */
export const flatWithin = 2
/** The least number of epochs that a curve is averaged over before it is judged, and that share of its length. */
const leastSmoothing = 5
const smoothedShare = 0.1
/** Training accuracy in percent below which a curve is not expected to have seen its last rise. */
const learnedFrom = 90
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
 * the epochs; null where that is only in the last fifth, so that more epochs might still change it.
 */
export function flatFrom(accuracies: readonly number[]): number | null {
  const count = accuracies.length
  if (count < 2 * leastSmoothing) return null
  const level = mean(accuracies.slice(-Math.max(leastSmoothing, Math.round(smoothedShare * count))))
  const curve = smoothed(accuracies)
  let from = count
  while (from > 0 && Math.abs((curve[from - 1] ?? NaN) - level) <= flatWithin) from--
  return from + 1 > (1 - lastShare) * count ? null : from + 1
}

interface Saturation {
  readonly start: number
  readonly time: number
  readonly limit: number
  readonly rise: number
  readonly error: number
}

/** The least-squares fit of limit - rise exp(-(t - start) / time) from epoch `start` on, constant before. */
function saturationFit(curve: readonly number[], start: number, time: number): Saturation | null {
  const missing = curve.map((_, i) => Math.exp(-Math.max(0, i + 1 - start) / time))
  const [centre, level] = [mean(missing), mean(curve)]
  let product = 0
  let square = 0
  missing.forEach((value, i) => {
    product += (value - centre) * ((curve[i] ?? NaN) - level)
    square += (value - centre) ** 2
  })
  if (square === 0) return null
  const rise = -product / square
  const limit = Math.min(100, level + rise * centre)
  const error = curve.reduce((sum, value, i) => sum + (value - limit + rise * (missing[i] ?? NaN)) ** 2, 0)
  return rise > 0 ? { start, time, limit, rise, error } : null
}

/**
 * An early estimate, from the accuracies so far, of the epoch from which the curve is flat: a saturating
 * exponential that may begin late (a CNN's accuracy often waits before it rises) is fitted, and its remaining
 * rise is two points at that epoch. Null where it is too early: the curve is too short, does not rise, or
 * shows too little of its bend, or the network (where its training accuracies are given too) gets fewer than
 * nine in ten of its training images right.
 */
export function estimateFlatFrom(
  accuracies: readonly number[],
  trainAccuracies?: readonly number[],
): number | null {
  const count = accuracies.length
  if (count < 2 * leastSmoothing) return null
  if (trainAccuracies && (smoothed(trainAccuracies).at(-1) ?? 0) < learnedFrom) return null
  let best: Saturation | null = null
  for (let start = 1; start <= 0.7 * count; start += Math.max(1, Math.round(count / 30)))
    for (let time = 1; time <= 4 * count; time *= 1.15) {
      const fit = saturationFit(accuracies, start, time)
      if (fit && fit.error < (best?.error ?? Infinity)) best = fit
    }
  if (!best || best.rise <= flatWithin || best.time > count - best.start) return null
  return Math.max(1, Math.round(best.start + best.time * Math.log(best.rise / flatWithin)))
}
