import type { BandClass } from '#experiments/p4-inductive-bias/pure/bands.ts'
import type { Cell } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { imagesBehind, type StoredArray } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import type { ThreeClassRow } from '#experiments/p4-inductive-bias/pure/tables.ts'

/** A cell of a confusion matrix, and the numbers of the validation images in it. */
export interface ConfusionCell {
  readonly trueClass: number
  readonly predictedClass: number
}

/** Counts of validation images by true class (rows) and answer (columns), from their probabilities [count, classes]. */
export function confusionCounts(probabilities: StoredArray): number[][] {
  const classes = probabilities.shape[1] ?? 0
  return Array.from({ length: classes }, (_, label) =>
    Array.from({ length: classes }, (__, answer) => imagesBehind(probabilities, label, answer).length),
  )
}

/** A row of a measured table of confusion counts, whatever its classes. */
type CountsRow = Pick<ThreeClassRow, 'network' | 'perClass' | 'seed' | 'label'> &
  Partial<Readonly<Record<BandClass, number | null>>>

/** The counts of one training as the trainer has measured them; null before it has. */
export function measuredCounts(
  rows: readonly CountsRow[],
  { network, perClass }: Pick<Cell, 'network' | 'perClass'>,
  seed: number,
  classes: readonly BandClass[],
): number[][] | null {
  const own = rows.filter((row) => row.network === network && row.perClass === perClass && row.seed === seed)
  if (own.length === 0) return null
  return classes.map((label) => {
    const row = own.find((each) => each.label === label)
    return classes.map((answer) => row?.[answer] ?? 0)
  })
}

/** Share of right answers in percent; null of no images. */
export function accuracyOf(counts: readonly (readonly number[])[]): number | null {
  const total = counts.flat().reduce((sum, count) => sum + count, 0)
  const right = counts.reduce((sum, row, label) => sum + (row[label] ?? 0), 0)
  return total === 0 ? null : (100 * right) / total
}

/** The fullest cell off the diagonal; the first diagonal cell where there is no mistake; null of no classes. */
export function commonestMistake(counts: readonly (readonly number[])[]): ConfusionCell | null {
  const mistakes = counts.flatMap((row, trueClass) =>
    row.flatMap((count, predictedClass) =>
      trueClass !== predictedClass && count > 0 ? [{ trueClass, predictedClass, count }] : [],
    ),
  )
  const most = mistakes.reduce<(typeof mistakes)[number] | null>(
    (best, each) => (best && best.count >= each.count ? best : each),
    null,
  )
  if (most) return { trueClass: most.trueClass, predictedClass: most.predictedClass }
  return counts.length > 0 ? { trueClass: 0, predictedClass: 0 } : null
}

/** The probabilities [classes] that a network gave image `image` (class by class). */
export function probabilitiesOf({ shape, data }: StoredArray, image: number): Float64Array {
  const classes = shape[1] ?? 0
  return Float64Array.from({ length: classes }, (_, i) => data[image * classes + i] ?? Number.NaN)
}

/** The pixels of image `image` of a snapshot [classes, N, 28, 28], images counted class by class. */
export function pixelsOf({ shape, data }: StoredArray, image: number): ArrayLike<number> {
  const pixels = (shape[2] ?? 0) * (shape[3] ?? 0)
  return Float64Array.from({ length: pixels }, (_, i) => data[image * pixels + i] ?? Number.NaN)
}
