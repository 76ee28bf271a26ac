/** Mean validation accuracies in percent against images per class. */
export interface Point {
  readonly perClass: number
  readonly accuracy: number
}

export interface Needed {
  /** Images per class; null outside the measured curve. */
  readonly perClass: number | null
  readonly note: string
  /** The first number of images of the curve that does; null where none does. */
  readonly upTo: number | null
}

/**
 * With how many images per class a measured curve reaches this accuracy: between the first measured number that
 * does and the one before it, linear in the accuracy and in the logarithm of the number of images. Before its
 * first point and after its last the curve tells nothing but a bound, which the note says.
 */
export function imagesNeeded(curve: readonly Point[], accuracy: number): Needed {
  const sorted = [...curve].sort((a, b) => a.perClass - b.perClass)
  const index = sorted.findIndex((point) => point.accuracy >= accuracy)
  const point = sorted[index]
  if (!point) {
    const last = sorted.at(-1)
    return { perClass: null, note: last ? `more than ${last.perClass}` : 'not measured', upTo: null }
  }
  const upTo = point.perClass
  const before = sorted[index - 1]
  if (!before)
    return point.accuracy === accuracy
      ? { perClass: upTo, note: 'measured', upTo }
      : { perClass: null, note: `at most ${upTo}`, upTo }
  const share = (accuracy - before.accuracy) / (point.accuracy - before.accuracy)
  const perClass = before.perClass * (point.perClass / before.perClass) ** share
  return { perClass, note: `between ${before.perClass} and ${upTo}`, upTo }
}
