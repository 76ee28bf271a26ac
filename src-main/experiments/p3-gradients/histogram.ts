/** Counts of values in bins of equal width. */
export interface Histogram {
  /** Lower edge of the first bin. */
  readonly from: number
  readonly width: number
  readonly counts: Uint32Array
  /** Values outside all bins, below and above. */
  readonly below: number
  readonly above: number
}

/** Counts `values` in `bins` bins from `from` (included) to `to` (excluded). Throws RangeError for an empty range. */
export function histogram(values: ArrayLike<number>, from: number, to: number, bins: number): Histogram {
  if (!(to > from) || bins < 1) throw new RangeError(`There are no ${bins} bins from ${from} to ${to}.`)
  const width = (to - from) / bins
  const counts = new Uint32Array(bins)
  let below = 0
  let above = 0
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor(((values[i] ?? NaN) - from) / width)
    if (bin < 0) below++
    else if (bin >= bins) above++
    else counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { from, width, counts, below, above }
}
