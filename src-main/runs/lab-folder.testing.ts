import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunSummary } from '#contract/runs.ts'
import { ownIdentity, type ProcessIdentity } from './process-identity.ts'

/** For tests: what other labs and accidents leave in a run's folder. */
interface Stored {
  owner: number | null
  run: RunSummary
}

/** Changes run.json as another process would. */
export async function editRecord(folder: string, change: (stored: Stored) => void): Promise<void> {
  const file = join(folder, 'run.json')
  const stored = JSON.parse(await readFile(file, 'utf8')) as Stored
  change(stored)
  await writeFile(file, JSON.stringify(stored))
}

/** A process number that no process has. */
export const noProcess = 2 ** 22 - 1

/** Makes a run look as a lab of before there were claims left it: "running", `owner` a bare process number. */
export async function leaveWithoutClaim(folder: string, owner: number): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith('claim-')) await rm(join(folder, name))
  await editRecord(folder, (stored) => {
    stored.owner = owner
    stored.run.status = 'running'
  })
}

/** Puts a claim of such a process on a run; `isLive` makes the run look under way. */
export async function claimAs(
  folder: string,
  process: Partial<ProcessIdentity>,
  { heartbeat = 1, isLive = true }: { readonly heartbeat?: number; readonly isLive?: boolean } = {},
): Promise<void> {
  const claim = { process: { ...ownIdentity(), ...process }, heartbeat, isReleased: false }
  await writeFile(join(folder, 'claim-99.json'), JSON.stringify(claim))
  if (isLive)
    await editRecord(folder, ({ run }) => {
      run.status = 'running'
      run.seconds = 0
    })
}
