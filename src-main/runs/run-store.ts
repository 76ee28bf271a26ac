import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLive, runIdSchema, type RunSummary } from '#contract/runs.ts'
import { ClaimTakenError, findClaim, takeClaim, type FoundClaim, type HeldClaim } from './claim.ts'
import { ClaimWatch, type ClaimState } from './claim-watch.ts'
import { interruptedRun } from './end-run.ts'
import { isWorthMending, keepDamaged, rebuiltRun } from './mend-run.ts'
import { isNumberTaken } from './process-identity.ts'
import { DamagedRunError, NewerRunError, RunFolder } from './run-folder.ts'
import { oneAtATime } from './write-queue.ts'
import { readOnlyError } from '#files/whole-file.ts'

/** Folders of deleted runs, until they are gone. */
export const trashPrefix = '.trash-'

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''
/** The disk takes nothing; what can be read is shown all the same. */
const isRefusedByDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'].includes(codeOf(error))

/** One sentence for a change that the file system refused; other errors as they are. */
export function changeProblem(error: unknown, folder: string): Error {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Error(`The disk that holds ${folder} is full; free some space, or delete runs, and try again.`)
  if (code === 'ENOENT')
    return new Error(`The run in ${folder} is no longer there; it may have been deleted elsewhere.`)
  if (code !== '')
    return new Error(
      `${folder} cannot be changed (${(error as Error).message}); give the lab write permission, and try again.`,
    )
  return error as Error
}

/** The run is another lab's; the message says whose and what to do. */
export class ClaimedElsewhereError extends Error {}

/** The runs under the lab's home folder. Nothing is written to one but under its claim. */
export class RunStore {
  readonly folder: string
  /** The lab's own folder, which holds this one. */
  readonly home: string
  private readonly watch: ClaimWatch

  /** `isReadOnly`: the folder is of a newer lab, so it is treated as a disk that takes nothing. */
  constructor(
    home: string,
    watch = new ClaimWatch(),
    readonly isReadOnly = false,
  ) {
    this.home = home
    this.folder = join(home, 'runs')
    this.watch = watch
  }

  runFolder(id: string): RunFolder {
    return new RunFolder(this.folder, id)
  }

  /** Makes the folder of the runs where there is none. Rejects when it cannot be made. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
  }

  /** The ids of the runs there are now. */
  async names(): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    return names.filter((name) => runIdSchema.safeParse(name).success)
  }

  /** A run as it is on disk now; null where there is none or it cannot be read. */
  read(id: string): Promise<RunSummary | null> {
    return this.openRun(id).catch(() => null)
  }

  /** Looks at the heartbeats of the runs whose processes cannot be seen from here; to be called every few seconds. */
  async look(): Promise<void> {
    for (const id of this.watch.runs())
      await this.claimState(this.runFolder(id)).catch(() => this.watch.forget(id))
  }

  /**
   * Changes the record of a run that is not under way, and returns it as it is then.
   * Throws ClaimedElsewhereError when another lab has it, else the file system's error.
   */
  async change(id: string, change: Partial<RunSummary>): Promise<RunSummary> {
    const folder = this.runFolder(id)
    const claim = await this.take(id)
    try {
      const run = { ...(await this.record(folder)), ...change }
      await this.write(folder, run)
      return run
    } finally {
      await claim.release()
    }
  }

  /** Writes the record of a run whose claim is held; a damaged one is kept beside it. */
  async write(folder: RunFolder, run: RunSummary): Promise<void> {
    await folder.readSummary().catch(async (error: unknown) => {
      if (!(error instanceof DamagedRunError)) throw error
      await keepDamaged(folder)
    })
    await folder.writeSummary(run, null)
  }

  /** Takes the claim of a run. Throws ClaimedElsewhereError when another lab has it, else the file system's error. */
  async take(id: string): Promise<HeldClaim> {
    if (this.isReadOnly) throw readOnlyError(this.home)
    const folder = this.runFolder(id)
    const { state, found } = await this.claimState(folder)
    if (state !== 'free') throw new ClaimedElsewhereError(claimedSentence(id, state, found))
    return takeClaim(folder.path, found)
  }

  /** The record of a run whose claim is held: one that is still "under way" has lost its lab, a damaged one is rebuilt. */
  async record(folder: RunFolder): Promise<RunSummary> {
    try {
      const { run } = await folder.readSummary()
      return isLive(run.status) ? await interruptedRun(folder, run) : run
    } catch (error) {
      if (error instanceof DamagedRunError) return rebuiltRun(folder, error)
      throw error
    }
  }

  /**
   * Gives a run up in the name of a process that cannot be seen from here; should it live after all, it stops writing.
   * Throws ClaimedElsewhereError when its process is seen to live.
   */
  async release(id: string): Promise<void> {
    const folder = this.runFolder(id)
    const { state, found } = await this.claimState(folder)
    if (state === 'alive') throw new ClaimedElsewhereError(claimedSentence(id, state, found))
    await (await takeClaim(folder.path, found)).release()
    this.watch.forget(id)
  }

  /** Deletes a run, readable or not. On a full disk it goes without a claim, which would need room. */
  async delete(id: string): Promise<void> {
    const folder = this.runFolder(id)
    let claim: HeldClaim | null = null
    try {
      claim = await this.take(id)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return // deleted elsewhere
      if (!isRefusedByDisk(error)) throw error
    }
    const aside = join(this.folder, `${trashPrefix}${id}-${process.pid.toString(36)}`)
    try {
      await rename(folder.path, aside)
    } catch (error) {
      await claim?.release()
      throw error
    }
    this.watch.forget(id)
    await rm(aside, { recursive: true, force: true })
  }

  /** May whatever this claim is on be taken, as far as can be seen from here? */
  isFree(name: string, found: FoundClaim): boolean {
    return this.watch.state(name, found) === 'free'
  }

  /** Whose the run is, as far as can be seen from here. */
  private async claimState(folder: RunFolder): Promise<{ state: ClaimState; found: FoundClaim | null }> {
    const found = await findClaim(folder.path)
    const state = found ? this.watch.state(folder.id, found) : await this.stateWithoutClaim(folder)
    return { state, found }
  }

  /** Of labs of before there were claims: a process number, and files that grow. */
  private async stateWithoutClaim(folder: RunFolder): Promise<ClaimState> {
    const stored = await folder.readSummary().catch(() => null)
    if (!stored || !isLive(stored.run.status) || stored.owner === null) return 'free'
    if (stored.owner === process.pid || !isNumberTaken(stored.owner)) return 'free'
    return this.watch.isStill(folder.id, JSON.stringify(await folder.logged())) ? 'free' : 'watched'
  }

  /**
   * A run as it is on disk. One whose lab ended while it was under way becomes "interrupted" here, with the samples
   * that were written. Null where there is nothing of a run (sweep.ts clears it away), or only what is being made;
   * rejects where it cannot be read.
   */
  async openRun(id: string): Promise<RunSummary | null> {
    const folder = this.runFolder(id)
    let known: RunSummary | null = null
    try {
      known = (await folder.readSummary()).run
      if (!isLive(known.status)) return known
    } catch (error) {
      if (!(error instanceof DamagedRunError)) throw error
      if (!(await isWorthMending(folder))) return null
    }
    if ((await this.claimState(folder)).state !== 'free') return known
    return oneAtATime(folder.path, () => this.end(folder))
  }

  /** Ends a run that nobody writes any more: on disk, and only in memory where the disk takes nothing. */
  private async end(folder: RunFolder): Promise<RunSummary | null> {
    let claim: HeldClaim
    try {
      claim = await this.take(folder.id)
    } catch (error) {
      // Another lab is doing the same; what it makes of it is read the next time.
      if (error instanceof ClaimTakenError || error instanceof ClaimedElsewhereError)
        return (await folder.readSummary()).run
      if (isRefusedByDisk(error)) return this.record(folder)
      throw error
    }
    try {
      // Read again: it may have come to its end since.
      const run = await this.record(folder)
      await this.write(folder, run).catch((error: unknown) => {
        if (!isRefusedByDisk(error)) throw error
      })
      return run
    } finally {
      await claim.release()
    }
  }

  /** The state of a run's record on disk: another one whenever it was written; null where there is none. */
  stamp(id: string): Promise<string | null> {
    return stat(this.runFolder(id).file('run.json')).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => null,
    )
  }

  /** One sentence for a folder that `openRun` could not open. */
  problemOf(name: string, error: unknown): string {
    const folder = join(this.folder, name)
    if (error instanceof NewerRunError) return `The run in ${folder} ${error.message}.`
    return `The run in ${folder} cannot be read (${(error as Error).message}); make sure that this lab may read and write the folder, then open the lab again.`
  }
}

function claimedSentence(id: string, state: ClaimState, found: FoundClaim | null): string {
  const owner = found?.claim?.process
  const whose = owner ? ` (process ${owner.pid} on ${owner.host})` : ''
  if (state === 'alive')
    return `This run belongs to another Lab 182 that is open${whose}; control, rename or delete it there.`
  return `This run belongs to another Lab 182${whose} that cannot be checked from here and may still be at work; wait half a minute while this lab watches it, or release the run with "lab runs release ${id}" if you know that the other lab has ended.`
}
