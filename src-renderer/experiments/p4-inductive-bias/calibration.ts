import type { SeedMeans } from './seed-means.ts'

/** What became of a network between its lowest validation loss and its last epoch: [then, now]. */
export interface Rise {
  /** Of the lowest validation loss. */
  readonly epoch: number
  readonly last: number
  readonly loss: readonly [number, number]
  readonly accuracy: readonly [number, number]
  /** Null where one of the two epochs has no wrong answer. */
  readonly wrongConfidence: readonly [number, number] | null
}

/** Whether the loss has turned: in the last epoch it is no longer at its lowest. */
export const hasRisen = ({ epoch, last }: Rise): boolean => last > epoch

/** From the curves of one network; null before its first epoch, or where no loss was finite. */
export function riseAfterLowest(
  loss: SeedMeans | null,
  accuracy: SeedMeans | null,
  wrongConfidence: SeedMeans | null,
): Rise | null {
  if (!loss || !accuracy) return null
  let lowest = -1
  loss.mean.forEach((value, index) => {
    if (Number.isFinite(value) && !(value >= (loss.mean[lowest] ?? Infinity))) lowest = index
  })
  const last = loss.mean.length - 1
  if (lowest < 0) return null
  const pair = ({ mean }: SeedMeans): [number, number] => [
    mean[lowest] ?? Number.NaN,
    mean[last] ?? Number.NaN,
  ]
  const confidences = wrongConfidence ? pair(wrongConfidence) : null
  return {
    epoch: loss.epochs[lowest] ?? Number.NaN,
    last: loss.epochs[last] ?? Number.NaN,
    loss: pair(loss),
    accuracy: pair(accuracy),
    wrongConfidence: confidences?.every(Number.isFinite) ? confidences : null,
  }
}
