import type { SampleBatch } from '#contract/samples.ts'

/** A typed array that grows by doubling; `data` is replaced then, so read it afresh after each append. */
class Column {
  data = new Float64Array(1024)

  append(at: number, values: readonly (number | null)[]): void {
    const end = at + values.length
    if (end > this.data.length) {
      const grown = new Float64Array(Math.max(end, this.data.length * 2))
      grown.set(this.data.subarray(0, at))
      this.data = grown
    }
    for (let i = 0; i < values.length; i++) this.data[at + i] = values[i] ?? Number.NaN
  }
}

/** The samples of one track as they arrive; NaN stands for a number that was not finite (diverged). */
export class TrackData {
  length = 0
  private readonly stepColumn = new Column()
  private readonly secondColumn = new Column()
  private readonly columns = new Map<string, Column>()

  /** Adds a batch; what is held already is skipped, and a batch that leaves a gap is refused (false). */
  append(batch: SampleBatch): boolean {
    if (batch.from > this.length) return false
    const skip = this.length - batch.from
    if (skip >= batch.steps.length) return true
    this.stepColumn.append(this.length, batch.steps.slice(skip))
    this.secondColumn.append(this.length, batch.seconds.slice(skip))
    for (const [id, values] of Object.entries(batch.series)) {
      let column = this.columns.get(id)
      if (!column) this.columns.set(id, (column = new Column()))
      column.append(this.length, values.slice(skip))
    }
    this.length += batch.steps.length - skip
    return true
  }

  get steps(): Float64Array {
    return this.stepColumn.data
  }
  get seconds(): Float64Array {
    return this.secondColumn.data
  }
  /** The column of a series, or null when the track does not log it. Only the first `length` entries count. */
  series(id: string): Float64Array | null {
    return this.columns.get(id)?.data ?? null
  }
  /** Memory of the columns. */
  get bytes(): number {
    const all = [this.stepColumn, this.secondColumn, ...this.columns.values()]
    return all.reduce((sum, { data }) => sum + data.byteLength, 0)
  }
  /** The latest value of a series; undefined before the first. */
  last(id: string): number | undefined {
    return this.length === 0 ? undefined : this.columns.get(id)?.data[this.length - 1]
  }
}

/** A track as views read it. */
export type TrackView = Pick<TrackData, 'length' | 'steps' | 'seconds' | 'series' | 'last'>

/** The first samples of a track, over the same columns. */
export class CutTrack implements TrackView {
  readonly length: number
  private readonly whole: TrackView

  constructor(whole: TrackView, length: number) {
    this.whole = whole
    this.length = length
  }
  get steps(): Float64Array {
    return this.whole.steps
  }
  get seconds(): Float64Array {
    return this.whole.seconds
  }
  series(id: string): Float64Array | null {
    return this.whole.series(id)
  }
  last(id: string): number | undefined {
    return this.length === 0 ? undefined : this.whole.series(id)?.[this.length - 1]
  }
}

/** All tracks of a run, by name. */
export class Tracks {
  private readonly byName = new Map<string, TrackData>()

  append(batch: SampleBatch): void {
    let track = this.byName.get(batch.track)
    if (!track) this.byName.set(batch.track, (track = new TrackData()))
    track.append(batch)
  }

  get(name: string): TrackData | null {
    return this.byName.get(name) ?? null
  }

  all(): readonly TrackData[] {
    return [...this.byName.values()]
  }

  get bytes(): number {
    return [...this.byName.values()].reduce((sum, track) => sum + track.bytes, 0)
  }

  /** Samples held, by track. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.byName].map(([name, track]) => [name, track.length]))
  }
}
