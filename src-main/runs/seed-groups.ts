/** Seeds as a group: one request, several runs of it that differ in their seed only. */
import type { RunHead } from '#contract/run-head.ts'
import { isLive, largestSeed, type RunRequest } from '#contract/runs.ts'
import { RunError } from './run-error.ts'
import type { RunManager } from './run-manager.ts'

/**
 * Starts `seeds` runs of a request, with its seed and those after it; resolves with their heads in that order. Throws
 * ParamsError or RunError, and starts none, when the request cannot be carried out or not all of them may wait.
 */
export async function startGroup(
  manager: RunManager,
  request: RunRequest,
  seeds: number,
  stepsPerSecond: number | null,
): Promise<RunHead[]> {
  if (request.seed + seeds - 1 > largestSeed)
    throw new RunError(
      `The last of ${seeds} seeds from ${request.seed} on would exceed ${largestSeed}; begin with a smaller seed.`,
      'seed',
    )
  // The first seed has the newest id: it is what a part shows and what a worksheet takes unless another is chosen.
  const ids = (await manager.reserveIds(seeds)).reverse()
  const group = { id: ids[0] ?? '', size: seeds }
  const heads: RunHead[] = []
  try {
    for (const [place, runId] of ids.entries()) {
      const seeded = { ...request, seed: request.seed + place }
      heads.push(await manager.start(seeded, { isPaused: false, stepsPerSecond, runId, group }))
    }
  } catch (error) {
    // Others were faster to fill the queue, or the disk is full: a part of a group would be taken for the whole.
    for (const { id } of heads.reverse())
      try {
        manager.control(id, 'stop')
      } catch {
        // it has ended since
      }
    throw error
  }
  return heads
}

/** The runs of a group that there are, by seed. Throws RunError where there is none. */
export async function runsOfGroup(manager: RunManager, group: string): Promise<RunHead[]> {
  await manager.library.load()
  const runs = manager.list().runs.filter((run) => run.group?.id === group)
  if (runs.length === 0)
    throw new RunError(`There is no group of runs "${group}"; its runs may have been deleted.`, 'group')
  return runs.sort((a, b) => a.request.seed - b.request.seed)
}

/** Stops every run of a group; those that wait first, so that none of them begins meanwhile. */
export async function stopGroup(manager: RunManager, group: string): Promise<void> {
  const live = (await runsOfGroup(manager, group)).filter(({ status }) => isLive(status))
  const waiting = live.filter(({ status }) => status === 'queued')
  for (const { id } of [...waiting.reverse(), ...live.filter(({ status }) => status !== 'queued')])
    manager.control(id, 'stop')
}

/** Moves every run of a group that has ended to the trash. Throws RunError, and moves none, while one of them is under way. */
export async function deleteGroup(manager: RunManager, group: string): Promise<void> {
  const runs = await runsOfGroup(manager, group)
  if (runs.some(({ status }) => isLive(status)))
    throw new RunError('Runs of this group are under way; stop the group before you delete it.', 'group')
  for (const { id } of runs) await manager.edits.trash(id)
}
