import type { RunHead } from '#contract/run-head.ts'
import { mostListed, type RunFilter, type RunSort } from '#contract/run-list.ts'
import type { Values } from '#contract/samples.ts'
import type { LabState } from '../lab/lab.svelte.ts'

/** Bodies asked for at once: a run may hold large tables. */
const bodiesTogether = 20

/** A run with what it measured. */
export interface MeasuredRun {
  readonly head: RunHead
  readonly values: Values
}

/** The runs of rows `from` to before `to` of a list. Rejects when the lab goes away. */
export async function listedRuns(
  lab: LabState,
  { filter, sort }: { readonly filter: RunFilter; readonly sort: RunSort },
  from = 0,
  to = Infinity,
): Promise<RunHead[]> {
  const found: RunHead[] = []
  for (let at = from; at < to; at += mostListed) {
    const { runs, total } = await lab.list(filter, at, Math.min(mostListed, to - at), sort)
    found.push(...runs)
    if (at + mostListed >= total) break
  }
  return found
}

/**
 * These runs with their values; `onProgress` hears how many are here. Rejects when the lab goes away. Runs deleted on
 * the way are left out.
 */
export async function measuredRuns(
  lab: LabState,
  heads: readonly RunHead[],
  onProgress: (done: number) => void,
): Promise<MeasuredRun[]> {
  const found: MeasuredRun[] = []
  for (let at = 0; at < heads.length; at += bodiesTogether) {
    const some = heads.slice(at, at + bodiesTogether)
    const bodies = await lab.bodies(some.map(({ id }) => id))
    const valuesOf = new Map(bodies.map(({ run, values }) => [run, values]))
    for (const head of some) {
      const values = valuesOf.get(head.id)
      if (values) found.push({ head, values })
    }
    onProgress(found.length)
  }
  return found
}
