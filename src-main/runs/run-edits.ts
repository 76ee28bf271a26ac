import { headOf } from '#contract/run-head.ts'
import { isLive, type RunSummary } from '#contract/runs.ts'
import { agree, counted } from '#text/words.ts'
import type { LiveRuns } from './live-runs.ts'
import { RunError } from './run-error.ts'
import { noSuchRun, type RunLibrary } from './run-library.ts'
import { changeProblem, type RunStore } from './run-store.ts'
import { oneAtATime } from './write-queue.ts'

/** Days that a run stays in the trash; the next start of the lab removes it for good. */
export const daysInTrash = 30
/** Runs removed side by side. */
const removedTogether = 8

/** What a person may change of a run after it was asked for. */
export type Annotation = Partial<Pick<RunSummary, 'name' | 'note' | 'isPinned'>>

/** What a person does to runs that are kept: names, notes, pins, the trash and the way out of it. */
export class RunEdits {
  private readonly store: RunStore
  private readonly library: RunLibrary
  private readonly live: LiveRuns

  constructor(store: RunStore, library: RunLibrary, live: LiveRuns) {
    this.store = store
    this.library = library
    this.live = live
  }

  /** One change of a run at a time. Throws a sentence where the file system refuses it. */
  async alone<T>(id: string, task: () => Promise<T>): Promise<T> {
    const { path } = this.store.runFolder(id)
    try {
      return await oneAtATime(path, task)
    } catch (error) {
      throw changeProblem(error, path)
    }
  }

  /** Resolves when it is written. Throws RunError when there is no such run. */
  async annotate(id: string, change: Annotation): Promise<void> {
    await this.alone(id, async () => {
      if (!this.live.has(id)) await this.library.find(id)
      const live = this.live.get(id)
      if (live && (await live.annotate(change))) return
      await live?.ended
      await this.rewrite(id, change)
    })
  }

  /**
   * Moves a run to the trash. Throws RunError for one that is under way, or whose record cannot be written, or what
   * `refuse` throws right before that.
   */
  async trash(id: string, refuse: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.alone(id, async () => {
      await this.library.find(id)
      await this.refuseUnderWay(id)
      if (this.library.known(id)?.trashedAt) return
      await refuse()
      await this.rewrite(id, { trashedAt: new Date().toISOString() }).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException
        if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error
        throw new RunError(
          `The disk is full, so this run cannot be moved to the trash; empty the trash, or delete the run for good with "lab runs delete ${id}".`,
        )
      })
    })
  }

  async restore(id: string): Promise<void> {
    await this.alone(id, async () => {
      await this.library.find(id)
      if (this.library.known(id)?.trashedAt !== null) await this.rewrite(id, { trashedAt: null })
    })
  }

  /** Removes a run's folder; also of one whose record cannot be read. Throws RunError for one under way. */
  async remove(id: string): Promise<void> {
    // Not asked behind another removal: that the run is gone then is what was wanted.
    const isKnown = this.live.has(id) || this.library.known(id) !== undefined
    if (!isKnown && !(await this.store.names()).includes(id)) throw noSuchRun(id)
    await this.alone(id, async () => {
      await this.refuseUnderWay(id)
      await this.store.delete(id)
      this.library.forget(id)
    })
  }

  /** Removes runs that have been in the trash since `before` (ms since 1970); returns how many. */
  async emptyTrash(before = Infinity): Promise<number> {
    await this.library.load()
    const { runs } = this.library.list({ isTrash: true }, 0, Infinity)
    const waiting = runs.filter(({ trashedAt }) => Date.parse(trashedAt ?? '') <= before).map(({ id }) => id)
    const problems: string[] = []
    let removed = 0
    for (let at = 0; at < waiting.length; at += removedTogether)
      await Promise.all(
        waiting.slice(at, at + removedTogether).map((id) =>
          this.removeTrashed(id, before).then(
            (isRemoved) => (removed += Number(isRemoved)),
            (error: Error) => problems.push(error.message),
          ),
        ),
      )
    const [problem] = problems
    if (problem !== undefined)
      throw new RunError(
        `${counted(problems.length, 'run')} ${agree(problems.length, 'stays', 'stay')} in the trash. ${problem}`,
      )
    return removed
  }

  /** Removes a run that is in the trash; false where it was restored, here or by another lab, since it was listed. */
  private removeTrashed(id: string, before: number): Promise<boolean> {
    return this.alone(id, async () => {
      const now = await this.store
        .runFolder(id)
        .readSummary()
        .then(
          ({ run }) => run,
          () => null,
        )
      if (now && !(Date.parse(now.trashedAt ?? '') <= before)) return false
      await this.refuseUnderWay(id)
      await this.store.delete(id)
      this.library.forget(id)
      return true
    })
  }

  /** Removes what has been in the trash for `daysInTrash`; the census reports how many. */
  async expireTrash(now = Date.now()): Promise<void> {
    this.library.hasExpired(await this.emptyTrash(now - daysInTrash * 24 * 3_600_000))
  }

  /** Takes a run from a lab that cannot be seen from here, when somebody knows that it is gone. */
  async release(id: string): Promise<void> {
    if (this.live.has(id)) throw new RunError('This run is under way in this lab; stop it instead.', 'run')
    await this.library.find(id)
    await this.alone(id, () => this.store.release(id))
    this.library.rewritten(id)
    await this.library.refresh()
  }

  private async refuseUnderWay(id: string): Promise<void> {
    const live = this.live.get(id)
    if (live && isLive(live.run.status))
      throw new RunError('This run is under way; stop it before you delete it.')
    await live?.ended
  }

  private async rewrite(id: string, change: Partial<RunSummary>): Promise<void> {
    const run = await this.store.change(id, change)
    this.library.rewritten(id)
    this.library.changed(headOf(run))
  }
}
