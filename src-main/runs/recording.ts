import type { SampleBatch } from '#contract/samples.ts'
import type { Snapshot, SnapshotRecord } from '#contract/snapshots.ts'
import type { TrackColumns } from '#trainer/protocol.ts'

/** A typed array that grows by doubling. */
class GrowingColumn {
  private data = new Float64Array(256)
  length = 0

  append(values: ArrayLike<number | null>): void {
    const end = this.length + values.length
    if (end > this.data.length) {
      const grown = new Float64Array(Math.max(end, this.data.length * 2))
      grown.set(this.data.subarray(0, this.length))
      this.data = grown
    }
    for (let i = 0; i < values.length; i++) this.data[this.length + i] = values[i] ?? Number.NaN
    this.length = end
  }

  get last(): number | undefined {
    return this.length === 0 ? undefined : this.data[this.length - 1]
  }

  slice(from: number, to: number): number[] {
    return Array.from(this.data.subarray(from, to))
  }
}

class RecordedTrack {
  readonly steps = new GrowingColumn()
  readonly seconds = new GrowingColumn()
  readonly series = new Map<string, GrowingColumn>()

  get length(): number {
    return this.steps.length
  }

  append(
    steps: ArrayLike<number>,
    seconds: ArrayLike<number>,
    series: Readonly<Record<string, ArrayLike<number | null>>>,
  ): void {
    if (seconds.length !== steps.length || Object.values(series).some((c) => c.length !== steps.length))
      throw new Error('columns of different lengths')
    this.steps.append(steps)
    this.seconds.append(seconds)
    for (const [id, values] of Object.entries(series)) {
      let column = this.series.get(id)
      if (!column) this.series.set(id, (column = new GrowingColumn()))
      column.append(values)
    }
  }
}

const samplesAPiece = 20_000

/** All samples and snapshots of one run, in memory: what is streamed to whoever watches it. */
export class Recording {
  private readonly tracks = new Map<string, RecordedTrack>()
  readonly snapshots: SnapshotRecord[] = []
  hasDiverged = false

  /** Adds what the trainer sent and returns it as batches, as they are stored. Throws on ragged columns. */
  append(columns: readonly TrackColumns[]): SampleBatch[] {
    return columns.map(({ track: name, steps, seconds, series }) => {
      const track = this.track(name)
      const from = track.length
      track.append(steps, seconds, series)
      return this.slice(name, from, track.length)
    })
  }

  /** Adds snapshots and returns them as they are stored. Throws where a shape and its data disagree. */
  appendSnapshots(snapshots: readonly Snapshot[]): SnapshotRecord[] {
    const records = snapshots.map(({ track, name, step, shape, data }): SnapshotRecord => {
      if (shape.reduce((product, side) => product * side, 1) !== data.length)
        throw new Error(`the snapshot ${name} has ${data.length} numbers in the shape ${shape.join(' x ')}`)
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      const kind = data instanceof Float32Array ? 'float32' : 'uint8'
      return { track, name, step, shape: [...shape], kind, data: bytes.toString('base64') }
    })
    this.snapshots.push(...records)
    return records
  }

  /** The part of this recording that belongs to these tracks. */
  only(tracks: ReadonlySet<string>): Recording {
    const kept = new Recording()
    for (const [name, track] of this.tracks)
      if (tracks.has(name)) kept.restore(this.slice(name, 0, track.length))
    kept.snapshots.push(...this.snapshots.filter(({ track }) => tracks.has(track)))
    return kept
  }

  /** Adds a stored batch. Throws when it does not continue what is here. */
  restore(batch: SampleBatch): void {
    const track = this.track(batch.track)
    if (batch.from !== track.length) throw new Error(`samples ${track.length} to ${batch.from} are missing`)
    track.append(batch.steps, batch.seconds, batch.series)
    if (Object.values(batch.series).some((values) => values.includes(null))) this.hasDiverged = true
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.tracks].map(([name, track]) => [name, track.length]))
  }

  /** The last step of every track, summed; without the tracks of what was measured between steps. */
  stepsDone(measuredBetween: readonly string[]): number {
    let sum = 0
    for (const [name, track] of this.tracks) if (!measuredBetween.includes(name)) sum += track.steps.last ?? 0
    return sum
  }

  /** Seconds of training at the last sample of all. */
  seconds(): number {
    let last = 0
    for (const track of this.tracks.values()) last = Math.max(last, track.seconds.last ?? 0)
    return last
  }

  get length(): number {
    let length = 0
    for (const track of this.tracks.values()) length += track.length
    return length
  }

  /** Batches of at most `most` samples in all that follow what is held already, by track. */
  after(held: Readonly<Record<string, number>>, most: number): SampleBatch[] {
    const batches: SampleBatch[] = []
    let room = most
    for (const [name, track] of this.tracks) {
      const from = held[name] ?? 0
      const to = Math.min(track.length, from + room)
      if (to <= from) continue
      batches.push(this.slice(name, from, to))
      room -= to - from
    }
    return batches
  }

  /** All samples in batches of a size that is written, read and sent without a pause. */
  *pieces(): Iterable<SampleBatch[]> {
    const held: Record<string, number> = {}
    for (;;) {
      const batches = this.after(held, samplesAPiece)
      if (batches.length === 0) return
      for (const batch of batches) held[batch.track] = batch.from + batch.steps.length
      yield batches
    }
  }

  private track(name: string): RecordedTrack {
    let track = this.tracks.get(name)
    if (!track) this.tracks.set(name, (track = new RecordedTrack()))
    return track
  }

  private slice(name: string, from: number, to: number): SampleBatch {
    const track = this.track(name)
    const series: Record<string, (number | null)[]> = {}
    for (const [id, column] of track.series) {
      series[id] = column.slice(from, to).map((value) => {
        if (Number.isFinite(value)) return value
        this.hasDiverged = true
        return null
      })
    }
    return {
      track: name,
      from,
      steps: track.steps.slice(from, to),
      seconds: track.seconds.slice(from, to),
      series,
    }
  }
}
