import type { Sample } from '#contract/samples.ts'
import type { Snapshot } from '#contract/snapshots.ts'
import type { TrackColumns } from './protocol.ts'

interface Growing {
  readonly ids: readonly string[]
  steps: number[]
  seconds: number[]
  columns: number[][]
}

/** Gathers samples into columns, by track, and snapshots, until they are taken. */
export class Collector {
  private readonly tracks = new Map<string, Growing>()
  private snapshots: Snapshot[] = []
  /** Samples waiting to be taken; a snapshot counts as its numbers. */
  count = 0

  /**
   * Adds one sample logged `seconds` after the start. Throws when a track changes its series on the way: a
   * missing number would be indistinguishable from a diverged one.
   */
  add(sample: Sample, seconds: number): void {
    let track = this.tracks.get(sample.track)
    if (!track) {
      const ids = Object.keys(sample.values)
      track = { ids, steps: [], seconds: [], columns: ids.map(() => []) }
      this.tracks.set(sample.track, track)
    }
    const { ids, columns } = track
    let seen = 0
    for (let i = 0; i < ids.length; i++) {
      const value = sample.values[ids[i] as string]
      if (value === undefined) break
      columns[i]?.push(value)
      seen++
    }
    if (seen !== ids.length || Object.keys(sample.values).length !== ids.length)
      throw new Error(
        `Track ${sample.track} logged ${Object.keys(sample.values).join(', ')} after ${ids.join(', ')}.`,
      )
    track.steps.push(sample.step)
    track.seconds.push(seconds)
    this.count++
  }

  /** Adds one snapshot, to be taken with the samples. */
  addSnapshot({ track, name, step, shape, data }: Snapshot): void {
    this.snapshots.push({ track, name, step, shape, data })
    this.count += 1 + data.length
  }

  /** All that came since the last take: samples as columns, empty tracks left out, and snapshots. */
  take(): { tracks: TrackColumns[]; snapshots: Snapshot[] } {
    const tracks = this.takeColumns()
    const { snapshots } = this
    this.snapshots = []
    this.count = 0
    return { tracks, snapshots }
  }

  private takeColumns(): TrackColumns[] {
    const taken: TrackColumns[] = []
    for (const [name, track] of this.tracks) {
      if (track.steps.length === 0) continue
      taken.push({
        track: name,
        steps: Float64Array.from(track.steps),
        seconds: Float64Array.from(track.seconds),
        series: Object.fromEntries(
          track.ids.map((id, i) => [id, Float64Array.from(track.columns[i] as number[])]),
        ),
      })
      track.steps = []
      track.seconds = []
      track.columns = track.ids.map(() => [])
    }
    return taken
  }
}
