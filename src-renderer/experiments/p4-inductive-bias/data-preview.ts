import type { SweepPlan } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { dataSnapshots } from '#experiments/p4-inductive-bias/pure/data.ts'
import type { StoredArray } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import type { SnapshotSource } from './try-networks.ts'

type Stored = StoredArray & { readonly step: number }

/** What a run of this plan will show of the data of a repetition with this seed, drawn by the page itself. */
export function previewOf({ data, counts }: SweepPlan, seed: number, seedIndex: number): SnapshotSource {
  const drawn = new Map<string, Stored>(
    dataSnapshots({ ...data, seed }, seedIndex, counts).map((snapshot) => [
      `${snapshot.track}\n${snapshot.name}`,
      snapshot,
    ]),
  )
  return { latestSnapshot: (track, name) => drawn.get(`${track}\n${name}`) ?? null }
}

/** The first source that has an array: the run where it does, else the preview. */
export const firstOf = (...sources: readonly (SnapshotSource | null)[]): SnapshotSource => ({
  latestSnapshot: (track, name) => {
    for (const source of sources) {
      const found = source?.latestSnapshot(track, name)
      if (found) return found
    }
    return null
  },
})
