import type { SnapshotRecord } from '#contract/snapshots.ts'
import { bytesOf } from './base64.ts'

/** A snapshot with its numbers as they were in the trainer. */
export interface SnapshotView {
  readonly step: number
  readonly shape: readonly number[]
  readonly data: Float32Array | Uint8Array
}

const none: readonly SnapshotView[] = []

/** Numbers from base64: bytes, or little-endian float32. */
function decode({ kind, data }: SnapshotRecord): Float32Array | Uint8Array {
  const bytes = bytesOf(data)
  return kind === 'uint8' ? bytes : new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4))
}

/** The snapshots of a run by track and name, in the order they came. */
export class SnapshotTracks {
  count = 0
  /** Memory of the numbers. */
  bytes = 0
  private readonly lists = new Map<string, SnapshotView[]>()

  append(record: SnapshotRecord): void {
    const key = `${record.track}\n${record.name}`
    const view: SnapshotView = { step: record.step, shape: record.shape, data: decode(record) }
    // A new array, so that whoever derives from the list sees that it changed.
    this.lists.set(key, [...(this.lists.get(key) ?? none), view])
    this.count++
    this.bytes += view.data.byteLength
  }

  get(track: string, name: string): readonly SnapshotView[] {
    return this.lists.get(`${track}\n${name}`) ?? none
  }
}
