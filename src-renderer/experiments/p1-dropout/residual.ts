import type { TrackView } from '../../lab/track-data.ts'

/** Measured minus expected loss over a growing track: the latest difference and the root mean square of all. */
export class Residual {
  private track: TrackView | null = null
  private read = 0
  private squares = 0

  /** Reads on from where it was; starts over when given another track. Null while there is nothing to compare. */
  of(track: TrackView | null): { readonly last: number; readonly rms: number } | null {
    const [loss, expected] = [track?.series('loss'), track?.series('expectedLoss')]
    if (!track || !loss || !expected || track.length === 0) return null
    if (track !== this.track) {
      this.track = track
      this.read = 0
      this.squares = 0
    }
    for (; this.read < track.length; this.read++)
      this.squares += ((loss[this.read] ?? NaN) - (expected[this.read] ?? NaN)) ** 2
    const end = track.length - 1
    return {
      last: (loss[end] ?? NaN) - (expected[end] ?? NaN),
      rms: Math.sqrt(this.squares / track.length),
    }
  }
}
