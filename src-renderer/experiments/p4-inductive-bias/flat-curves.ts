import { bestEpoch, firstAtTarget, flatFrom, leastEpochs } from '#experiments/p4-inductive-bias/pure/curve.ts'
import { targetAccuracy } from '#experiments/p4-inductive-bias/pure/targets.ts'
import type { EpochsRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import type { SeedMeans } from './seed-means.ts'

/** What the curve of a network says of its epochs, so far or in the end. */
export interface CurveWords {
  /** Epochs that all its seeds have reached. */
  readonly seen: number
  readonly isWhole: boolean
  readonly firstAtTarget: number | null
  /** From where it is flat; null where it is not, and before its last epoch, which may still change it. */
  readonly flatFrom: number | null
  readonly bestEpoch: number | null
  readonly bestAccuracy: number | null
}

/** Reads validation accuracies, the mean over the seeds that are equally far; null before the first epoch. */
export function curveWords(accuracy: SeedMeans | null, epochs: number): CurveWords | null {
  if (!accuracy) return null
  const whole = accuracy.counts[0] ?? 0
  // Where one seed is ahead of the others its epochs are no mean of all.
  const values = accuracy.mean.filter((_, index) => accuracy.counts[index] === whole)
  const isWhole = values.length >= epochs
  const best = bestEpoch(values)
  return {
    seen: values.length,
    isWhole,
    firstAtTarget: firstAtTarget(values, targetAccuracy),
    flatFrom: isWhole ? flatFrom(values) : null,
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

/** "flat from epoch 85", "not flat at the end: more epochs may change it". */
export function flatWords({ seen, isWhole, flatFrom: epoch }: CurveWords): string {
  if (!isWhole) return 'not judged for flatness before its last epoch'
  if (seen < leastEpochs) return `too few epochs to say whether it is flat (at least ${leastEpochs})`
  return epoch === null ? 'not flat at the end: more epochs may change it' : `flat from epoch ${epoch}`
}
