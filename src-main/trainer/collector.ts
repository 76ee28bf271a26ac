import type { Sample } from '#contract/samples.ts'
import type { TrackColumns } from './protocol.ts'

interface Growing {
  readonly ids: readonly string[]
  steps: number[]
  seconds: number[]
  columns: number[][]
}

/** Gathers samples into columns, by track, until they are taken. */
export class Collector {
  private readonly tracks = new Map<string, Growing>()
  /** Samples waiting to be taken. */
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

  /** All samples since the last take, as columns; empty tracks are left out. */
  take(): TrackColumns[] {
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
    this.count = 0
    return taken
  }
}
