import {
  bestEpoch,
  estimateFlatFrom,
  firstAtTarget,
  flatFrom,
} from '#experiments/p4-inductive-bias/pure/curve.ts'
import { targetAccuracy } from '#experiments/p4-inductive-bias/pure/targets.ts'
import type { EpochsRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import type { SeedMeans } from './seed-means.ts'

/** What the curve of a network says of its epochs, so far or in the end. */
export interface CurveWords {
  /** Epochs seen. */
  readonly seen: number
  readonly isWhole: boolean
  readonly firstAtTarget: number | null
  /** From where it is flat: measured on the whole curve, estimated on part of one. */
  readonly flatFrom: number | null
  readonly bestEpoch: number | null
  readonly bestAccuracy: number | null
}

/** An estimate is made this many times in a training, not after every epoch: a fit takes time. */
const estimates = 20

/**
 * Reads validation accuracies (the mean over the seeds that are equally far), and the training accuracies beside them,
 * without which a plateau before the rise would be taken for the end; null before the first epoch.
 */
export function curveWords(
  accuracy: SeedMeans | null,
  training: SeedMeans | null,
  epochs: number,
): CurveWords | null {
  if (!accuracy) return null
  const whole = accuracy.counts[0] ?? 0
  // Where one seed is ahead of the others its epochs are no mean of all.
  const values = accuracy.mean.filter((_, index) => accuracy.counts[index] === whole)
  const isWhole = values.length >= epochs
  const stride = Math.max(1, Math.floor(epochs / estimates))
  const early = values.slice(0, Math.floor(values.length / stride) * stride)
  const best = bestEpoch(values)
  return {
    seen: isWhole ? values.length : early.length,
    isWhole,
    firstAtTarget: firstAtTarget(values, targetAccuracy),
    flatFrom: isWhole ? flatFrom(values) : estimateFlatFrom(early, training?.mean.slice(0, early.length)),
    bestEpoch: best,
    bestAccuracy: best === null ? null : (values[best - 1] ?? null),
  }
}

/** The same as the trainer has measured it on one whole curve. */
export const measuredWords = ({ epochs, ...row }: EpochsRow): CurveWords => ({
  seen: epochs,
  isWhole: true,
  firstAtTarget: row.firstAtTarget,
  flatFrom: row.flatFrom,
  bestEpoch: row.bestEpoch,
  bestAccuracy: row.bestAccuracy,
})

/** "flat from epoch 85", "about flat from epoch 110, estimated at epoch 40", "not flat yet". */
export function flatWords({ seen, isWhole, flatFrom: epoch }: CurveWords): string {
  if (isWhole)
    return epoch === null ? 'not flat at the end: more epochs may change it' : `flat from epoch ${epoch}`
  return epoch === null
    ? 'too early to say where it is flat'
    : `flat from about epoch ${epoch}, an estimate made at epoch ${seen}`
}
