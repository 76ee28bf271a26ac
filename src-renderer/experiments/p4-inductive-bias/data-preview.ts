import {
  dataSnapshots,
  shownCounts,
  sourceOf,
  type StoredArray,
} from '#experiments/p4-inductive-bias/definition.ts'
import type { Params } from '#contract/experiment.ts'
import type { SnapshotSource } from './try-networks.ts'

type Stored = StoredArray & { readonly step: number }

/** What a run of this preset, these parameters and this seed will show of its data, drawn by the page itself. */
export function previewOf(preset: string, params: Params, seed: number, seedIndex: number): SnapshotSource {
  const drawn = new Map<string, Stored>(
    dataSnapshots(sourceOf(preset, params, seed), seedIndex, shownCounts(preset, params)).map((snapshot) => [
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
