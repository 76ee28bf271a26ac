import { access, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findClaim } from './claim.ts'
import { isWorthMending } from './mend-run.ts'
import { trashPrefix, type RunStore } from './run-store.ts'
import { newPrefix } from './run-writer.ts'
import { isUnfinished } from '#files/whole-file.ts'
import { oneAtATime } from './write-queue.ts'

/**
 * Clears away what a lab that was killed has left among the runs: halves of written files, folders of runs that were
 * being made or deleted. What another lab still holds is left alone, and so is what cannot be cleared.
 */
export async function sweepRuns(store: RunStore): Promise<void> {
  for (const name of await readdir(store.folder)) {
    const path = join(store.folder, name)
    try {
      if (name.startsWith(trashPrefix)) await rm(path, { recursive: true, force: true })
      else if (name.startsWith(newPrefix)) await sweepNew(store, name, path)
    } catch {
      // the next start tries again
    }
  }
  for (const id of await store.names()) await sweepRun(store, id).catch(() => undefined)
}

async function sweepNew(store: RunStore, name: string, path: string): Promise<void> {
  const found = await findClaim(path)
  // Without a claim, its maker makes it again.
  if (!found || store.isFree(name, found)) await rm(path, { recursive: true, force: true })
}

async function sweepRun(store: RunStore, id: string): Promise<void> {
  const folder = store.runFolder(id)
  const hasRecord = await access(folder.file('run.json')).then(
    () => true,
    () => false,
  )
  if (!hasRecord && !(await isWorthMending(folder))) return oneAtATime(folder.path, () => store.delete(id))
  if (!(await readdir(folder.path)).some(isUnfinished)) return
  await oneAtATime(folder.path, async () => {
    const claim = await store.take(id)
    try {
      const names = await readdir(folder.path)
      for (const name of names.filter(isUnfinished)) await rm(join(folder.path, name), { force: true })
    } finally {
      await claim.release()
    }
  })
}
