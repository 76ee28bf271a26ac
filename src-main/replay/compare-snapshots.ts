import type { Tolerance } from '#contract/replay.ts'
import type { SnapshotRecord } from '#contract/snapshots.ts'
import { isWithin } from './compare-samples.ts'
import type { RecordedSnapshot } from './labrun-format.ts'

export interface SnapshotComparison {
  readonly compared: number
  readonly within: number
  /** Those that differ and whose numbers are not at hand, so that no tolerance can be applied. */
  readonly unjudged: number
  /** A sentence each, the first few. */
  readonly differences: readonly string[]
}

const keyOf = ({ track, name, step }: Pick<SnapshotRecord, 'track' | 'name' | 'step'>): string =>
  `${track}\n${name}\n${step}`

/** Numbers of a snapshot; null where only their hash is known. */
function numbersOf({ kind, data }: RecordedSnapshot): Float32Array | Uint8Array | null {
  if (data === null) return null
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'))
  return kind === 'uint8' ? bytes : new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4))
}

/** Compares the snapshots of two runs by their hashes, and by their numbers where the hashes differ. */
export function compareSnapshots(
  recorded: readonly RecordedSnapshot[],
  rerun: readonly RecordedSnapshot[],
  { tolerance, isPrefix }: { readonly tolerance: Tolerance; readonly isPrefix: boolean },
): SnapshotComparison {
  const others = new Map(rerun.map((snapshot) => [keyOf(snapshot), snapshot]))
  const differences: string[] = []
  let [within, unjudged] = [0, 0]
  for (const snapshot of recorded) {
    const other = others.get(keyOf(snapshot))
    const name = `The snapshot "${snapshot.name}" of the track "${snapshot.track}" at step ${snapshot.step}`
    if (!other) differences.push(`${name} was not logged by the rerun.`)
    else if (other.sha256 !== snapshot.sha256) {
      const [a, b] = [numbersOf(snapshot), numbersOf(other)]
      if (a === null || b === null) unjudged++
      else if (areWithin(a, b, tolerance)) within++
      else differences.push(`${name} differs.`)
    }
  }
  if (!isPrefix && rerun.length > recorded.length)
    differences.push(`The rerun logged ${rerun.length} snapshots and ${recorded.length} were recorded.`)
  return { compared: recorded.length, within, unjudged, differences }
}

const areWithin = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: Tolerance): boolean =>
  a.length === b.length && Array.from(a).every((value, at) => isWithin(value, b[at] ?? null, tolerance))
