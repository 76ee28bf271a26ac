import type { TrackView } from '../../lab/track-data.ts'

/**
 * Images per second over all steps of a training so far: images over seconds; the last batch of an epoch over
 * `count` images may be smaller. Null before the first step. Reactive in the track.
 */
export function meanThroughput(data: TrackView | null, batch: number, count: number): number | null {
  const rates = data?.series('imagesPerSecond')
  if (!data || !rates || data.length === 0) return null
  const size = Math.min(batch, count)
  const perEpoch = Math.ceil(count / size)
  let [images, seconds] = [0, 0]
  for (let index = 0; index < data.length; index++) {
    const isLast = index % perEpoch === perEpoch - 1
    const taken = isLast ? count - (perEpoch - 1) * size : size
    images += taken
    seconds += taken / (rates[index] ?? NaN)
  }
  return images / seconds
}
