import { mostCleanedAtOnce, type StorageReport, type UnusedRuns } from '#contract/storage.ts'
import { counted } from '#text/words.ts'
import type { LabState } from '../lab/lab.svelte.ts'
import { deletions } from '../runs/deletions.svelte.ts'

/** What the data folder holds, and the way of its unused runs to the trash. */
export class CleanUp {
  report = $state.raw<StorageReport | null>(null)
  isMeasuring = $state(false)
  /** Null until somebody asks for it. */
  unused = $state.raw<UnusedRuns | null>(null)
  isLooking = $state(false)
  /** Runs done with, while they are moved; null: none are. */
  done = $state<number | null>(null)
  /** How the last cleaning up ended. */
  result = $state('')
  problem = $state<string | null>(null)
  private isStopped = false
  private readonly lab: LabState

  constructor(lab: LabState) {
    this.lab = lab
  }

  async measure(isAnew: boolean): Promise<void> {
    if (this.isMeasuring) return
    this.isMeasuring = true
    await this.attempt(async () => (this.report = await this.lab.request('storage.measure', { isAnew })))
    this.isMeasuring = false
  }

  async look(): Promise<void> {
    if (this.isLooking) return
    this.isLooking = true
    this.result = ''
    await this.attempt(async () => (this.unused = await this.lab.request('storage.unused', {})))
    this.isLooking = false
  }

  /** Moves the listed runs to the trash, a few at a time, until it is stopped; all of them can be taken back at once. */
  async cleanUp(): Promise<void> {
    const { unused } = this
    if (!unused || this.done !== null) return
    this.isStopped = false
    this.done = 0
    this.result = ''
    const trashed: string[] = []
    const kept: string[] = []
    await this.attempt(async () => {
      for (let at = 0; at < unused.ids.length && !this.isStopped; at += mostCleanedAtOnce) {
        const runs = unused.ids.slice(at, at + mostCleanedAtOnce)
        const cleaned = await this.lab.request('storage.cleanUp', { runs })
        trashed.push(...cleaned.trashed)
        kept.push(...cleaned.kept.map(({ why }) => why))
        this.done = at + runs.length
      }
    })
    this.done = null
    this.unused = null
    deletions.moved(trashed)
    const [why] = kept
    this.result =
      `${counted(trashed.length, 'run')} moved to the trash, where the runs stay for 30 days.` +
      (why === undefined ? '' : ` ${counted(kept.length, 'run')} kept: ${why}`)
    await this.measure(false)
  }
  stop(): void {
    this.isStopped = true
  }

  private async attempt(action: () => Promise<unknown>): Promise<void> {
    this.problem = null
    try {
      await action()
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error)
    }
  }
}
