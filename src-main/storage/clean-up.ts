/** Which runs nothing needs any more, and how they go to the trash. */
import type { RunHead } from '#contract/run-head.ts'
import { isLive, slotKey } from '#contract/runs.ts'
import { mostUnusedShown, type Cleaned, type UnusedRuns } from '#contract/storage.ts'
import { RunError } from '#runs/run-error.ts'
import type { RunManager } from '#runs/run-manager.ts'
import { runsNamedIn } from '#worksheet/known-runs.ts'
import type { WorksheetStore } from '#worksheet/worksheet-store.ts'

/** What the worksheets need now; a worksheet that cannot be read may need any run. */
async function namedInWorksheets(worksheets: WorksheetStore): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  for (const { id, problem } of await worksheets.list()) {
    if (problem !== null)
      throw new RunError(`${problem} It may use any run, so no run is cleaned up until it can be read.`)
    for (const run of runsNamedIn(await worksheets.current(id))) named.add(run)
  }
  return named
}

/** The newest completed run of each slot answers it in every worksheet in which no other was chosen. */
function newestOfSlots(runs: readonly RunHead[]): ReadonlySet<string> {
  const newest = new Map<string, string>()
  for (const { id, status, origin, request } of runs) {
    const key = slotKey(request)
    if (status === 'completed' && origin === null && !newest.has(key)) newest.set(key, id)
  }
  return new Set(newest.values())
}

async function usedNow(manager: RunManager, worksheets: WorksheetStore): Promise<ReadonlySet<string>> {
  const named = await namedInWorksheets(worksheets)
  return new Set([...named, ...newestOfSlots(manager.list().runs)])
}

/** The runs that are neither pinned, nor used in a worksheet, nor under way, nor in the trash. */
export async function unusedRuns(manager: RunManager, worksheets: WorksheetStore): Promise<UnusedRuns> {
  // A run whose folder has not been read may be pinned, or the newest of its slot.
  await manager.refresh()
  const used = await usedNow(manager, worksheets)
  const kept = { pinned: 0, used: 0, underWay: 0 }
  const unused = manager.list().runs.filter((run) => {
    if (isLive(run.status)) kept.underWay++
    else if (run.isPinned) kept.pinned++
    else if (used.has(run.id)) kept.used++
    else return true
    return false
  })
  const oldestFirst = unused.reverse()
  return {
    ids: oldestFirst.map(({ id }) => id),
    bytes: oldestFirst.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    shown: oldestFirst.slice(0, mostUnusedShown),
    kept,
  }
}

/**
 * Moves runs to the trash, each only if it is still unused when its turn comes: it is read from its folder, where another
 * lab may have pinned it, and the worksheets as they are then.
 */
export async function cleanUp(
  manager: RunManager,
  worksheets: WorksheetStore,
  runs: readonly string[],
): Promise<Cleaned> {
  const cleaned: { trashed: string[]; kept: { run: string; why: string }[] } = { trashed: [], kept: [] }
  for (const run of new Set(runs)) {
    try {
      await manager.edits.trash(run, async () => {
        if ((await manager.summary(run)).isPinned) throw new RunError('It has been pinned.')
        if ((await usedNow(manager, worksheets)).has(run))
          throw new RunError('A worksheet has come to use it.')
      })
      cleaned.trashed.push(run)
    } catch (error) {
      cleaned.kept.push({ run, why: (error as Error).message })
    }
  }
  return cleaned
}
