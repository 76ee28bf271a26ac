import type { RunHead } from '#contract/run-head.ts'
import { mostListed, type RunFilter } from '#contract/run-list.ts'
import type { Values } from '#contract/samples.ts'
import type { LabState } from '../lab/lab.svelte.ts'

/** Bodies asked for at once: a run may hold large tables. */
const bodiesTogether = 20

/** A run with what it measured. */
export interface MeasuredRun {
  readonly head: RunHead
  readonly values: Values
}

/**
 * Every run that the filter admits, with its values, newest first; `onProgress` hears how many of how many are here.
 * Rejects when the lab goes away. Runs deleted on the way are left out.
 */
export async function measuredRuns(
  lab: LabState,
  filter: RunFilter,
  onProgress: (done: number, total: number) => void,
): Promise<MeasuredRun[]> {
  const found = new Map<string, MeasuredRun>()
  for (let from = 0; ; from += mostListed) {
    const { runs, total } = await lab.list(filter, from, mostListed)
    for (let at = 0; at < runs.length; at += bodiesTogether) {
      const heads = runs.slice(at, at + bodiesTogether)
      const bodies = await lab.bodies(heads.map(({ id }) => id))
      const valuesOf = new Map(bodies.map(({ run, values }) => [run, values]))
      for (const head of heads) {
        const values = valuesOf.get(head.id)
        if (values) found.set(head.id, { head, values })
      }
      onProgress(found.size, total)
    }
    if (from + mostListed >= total) return [...found.values()]
  }
}
