import type { TrackView } from './track-data.ts'

/** Below so many seconds of training the clock says more about the machine than about the training. */
const shortest = 1

/**
 * When the samples of a run were logged, for playing it again. A long run plays in its own time; one that took less
 * than a second plays a sample after another, in the order of their times, whatever track they are of.
 */
export class PlayTimes {
  /** Seconds at the first and at the last sample. */
  readonly start: number
  readonly end: number
  readonly samples: number
  readonly isInSeconds: boolean
  /** Of all samples, in order; empty where the run plays in its own time. */
  private readonly sorted: Float64Array

  constructor(tracks: readonly TrackView[]) {
    let [start, end, samples] = [Infinity, 0, 0]
    for (const { seconds, length } of tracks) {
      if (length === 0) continue
      start = Math.min(start, seconds[0] ?? 0)
      end = Math.max(end, seconds[length - 1] ?? 0)
      samples += length
    }
    this.start = samples === 0 ? 0 : start
    this.end = end
    this.samples = samples
    this.isInSeconds = end - this.start >= shortest
    this.sorted = this.isInSeconds ? new Float64Array(0) : sortedSeconds(tracks, samples)
  }

  /** Seconds of training, from the first sample to the last. */
  get duration(): number {
    return this.end - this.start
  }
  /** The time at a position from 0 (the first sample) to 1 (the last). */
  timeAt(position: number): number {
    if (this.isInSeconds) return this.start + position * this.duration
    return this.sorted[this.shownAt(position) - 1] ?? this.end
  }
  /** Samples shown at a position, of a run that plays a sample after another; at least one. */
  shownAt(position: number): number {
    return Math.max(1, Math.round(position * this.samples))
  }
}

function sortedSeconds(tracks: readonly TrackView[], samples: number): Float64Array {
  const all = new Float64Array(samples)
  let at = 0
  for (const { seconds, length } of tracks) {
    all.set(seconds.subarray(0, length), at)
    at += length
  }
  return all.sort()
}

/** How many samples of a track were logged by `time`; their seconds never fall. */
export const loggedBy = ({ seconds, length }: TrackView, time: number): number =>
  countUpTo(seconds, length, time)

/** How many samples of a track have a step of at most `step`; their steps never fall. */
export const reachedBy = ({ steps, length }: TrackView, step: number): number =>
  countUpTo(steps, length, step)

function countUpTo(sorted: ArrayLike<number>, length: number, most: number): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] ?? 0) <= most) from = middle + 1
    else to = middle
  }
  return from
}
