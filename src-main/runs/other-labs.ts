import { isLive, isResumable, type RunSummary } from '#contract/runs.ts'
import type { RunStore } from './run-store.ts'

/** What other labs on the same folder may have done to runs that this one knows. */
export class OtherLabs {
  private readonly store: RunStore
  /** Runs that another lab has taken over, until they have ended there. */
  private readonly lost = new Set<string>()
  /** Of runs that another lab may take up: what run.json was when it was last looked at. */
  private readonly stamps = new Map<string, string>()

  constructor(store: RunStore) {
    this.store = store
  }

  /** A run under way here was taken over: what was said of it here stays until it has ended there. */
  hasTaken(id: string): void {
    this.lost.add(id)
  }

  forget(id: string): void {
    this.lost.delete(id)
    this.stamps.delete(id)
  }

  /** The run as it is on disk, where another lab may have written it; null where it need not be shown anew. */
  async changed(id: string, known: RunSummary | undefined): Promise<RunSummary | null> {
    if (!(await this.mayHaveChanged(id, known))) return null
    const run = await this.store.read(id)
    if (!run || (this.lost.has(id) && isLive(run.status))) return null
    this.lost.delete(id)
    return JSON.stringify(run) === JSON.stringify(known) ? null : run
  }

  private async mayHaveChanged(id: string, known: RunSummary | undefined): Promise<boolean> {
    if (!known || isLive(known.status) || this.lost.has(id)) return true
    if (!isResumable(known)) return false
    const [before, stamp] = [this.stamps.get(id), await this.store.stamp(id)]
    this.stamps.set(id, stamp)
    return before !== stamp
  }
}
