import type { Random } from '#numeric/random.ts'

/** The one data point: inputs x1 and x2, target y. */
export interface DataPoint {
  readonly x1: number
  readonly x2: number
  readonly y: number
}

/** One of the four outcomes of dropping the two inputs, in inverted form: kept inputs are divided by 1 - p. */
export interface Mask {
  readonly label: string
  /** 1 where the input is kept, else 0. */
  readonly kept: readonly [number, number]
  readonly probability: number
  /** The row the model sees. */
  readonly row: readonly [number, number]
}

/** Order of the masks everywhere: both kept, only input 1, only input 2, none. */
export function masksOf({ x1, x2 }: DataPoint, dropRate: number): readonly [Mask, Mask, Mask, Mask] {
  const q = 1 - dropRate
  const mask = (label: string, first: number, second: number): Mask => ({
    label,
    kept: [first, second],
    probability: (first ? q : dropRate) * (second ? q : dropRate),
    row: [first ? x1 / q : 0, second ? x2 / q : 0],
  })
  return [
    mask('both kept', 1, 1),
    mask('only x1 kept', 1, 0),
    mask('only x2 kept', 0, 1),
    mask('both dropped', 0, 0),
  ]
}

/**
 * Draws how often each of the four masks occurs in a batch into `counts` [4]. The counts of B independent rows
 * are multinomial, and three binomials give exactly that: rows that keep input 1, and among those that do and
 * those that do not, rows that keep input 2. So a batch of a million rows costs what a batch of one costs.
 */
export function drawMaskCounts(
  random: Random,
  batchSize: number,
  dropRate: number,
  counts: Float64Array,
): void {
  const keep = 1 - dropRate
  const keepFirst = random.binomial(batchSize, keep)
  const keepBoth = random.binomial(keepFirst, keep)
  const keepSecond = random.binomial(batchSize - keepFirst, keep)
  counts[0] = keepBoth
  counts[1] = keepFirst - keepBoth
  counts[2] = keepSecond
  counts[3] = batchSize - keepFirst - keepSecond
}
