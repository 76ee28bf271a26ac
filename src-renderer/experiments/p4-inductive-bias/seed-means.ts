import type { Trace } from '#figures/trace.ts'

/** What is needed of a track here: its epochs and its series, of which the first `length` entries count. */
export interface EpochColumns {
  readonly length: number
  readonly steps: ArrayLike<number>
  series(id: string): ArrayLike<number> | null
}

/** A series over the epochs, over several seeds. */
export interface SeedMeans {
  readonly epochs: number[]
  readonly mean: number[]
  readonly low: number[]
  readonly high: number[]
  /** Seeds that have reached each epoch. */
  readonly counts: number[]
}

/**
 * Mean, lowest and highest of a series at each epoch, over the seeds that have reached it; null before the first
 * sample. A number that is not finite (a diverged training) makes the mean of its epoch NaN. `shown` gives what a
 * number stands for, null for nothing; where all seeds have nothing the mean is NaN too.
 */
export function seedMeans(
  tracks: readonly (EpochColumns | null)[],
  series: string,
  shown: (value: number) => number | null = (value) => value,
): SeedMeans | null {
  const columns = tracks.flatMap((track) => {
    const values = track?.series(series)
    return track && values && track.length > 0 ? [{ track, values }] : []
  })
  const longest = columns.reduce<(typeof columns)[number] | null>(
    (best, each) => (best && best.track.length >= each.track.length ? best : each),
    null,
  )
  if (!longest) return null
  const means: SeedMeans = { epochs: [], mean: [], low: [], high: [], counts: [] }
  for (let index = 0; index < longest.track.length; index++) {
    let [sum, low, high, count] = [0, Infinity, -Infinity, 0]
    for (const { track, values } of columns) {
      if (index >= track.length) continue
      const value = shown(values[index] ?? Number.NaN)
      if (value === null) continue
      sum += value
      low = Math.min(low, value)
      high = Math.max(high, value)
      count += 1
    }
    means.epochs.push(longest.track.steps[index] ?? index)
    means.mean.push(sum / count)
    means.low.push(count > 0 ? low : Number.NaN)
    means.high.push(count > 0 ? high : Number.NaN)
    means.counts.push(count)
  }
  return means
}

const nothing: SeedMeans = { epochs: [], mean: [], low: [], high: [], counts: [] }

/**
 * The means as a curve, with the range as a band where there is more than one seed. Before the first sample the
 * curve is empty, so that its name already stands in the legend.
 */
export function meanTrace(
  id: string,
  known: SeedMeans | null,
  style: Pick<Trace, 'label' | 'color'> & Partial<Trace>,
): Trace {
  const means = known ?? nothing
  const samples = means.counts.reduce((sum, count) => sum + count, 0)
  return {
    id,
    x: means.epochs,
    y: means.mean,
    length: means.epochs.length,
    // Grows with every sample of every seed, also where the curve gets no longer.
    version: samples,
    isSmoothable: false,
    ...(Math.max(...means.counts) > 1 ? { range: { low: means.low, high: means.high } } : {}),
    ...style,
  }
}
