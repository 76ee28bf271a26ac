import type { RunState } from './run.svelte.ts'

/** Bytes of samples and snapshots kept of runs that nobody looks at, so that going back to a panel shows them at once. */
const mostIdleBytes = 64 * 2 ** 20

/** Frees the samples of runs that are not looked at any more, those left longest ago first. */
export class SampleBudget {
  private readonly idle = new Set<RunState>()
  private readonly mostBytes: number

  constructor(mostBytes = mostIdleBytes) {
    this.mostBytes = mostBytes
  }

  /** Somebody looks at the run, or nobody does any more. */
  looked(run: RunState, isLookedAt: boolean): void {
    this.idle.delete(run)
    if (isLookedAt) return
    this.idle.add(run)
    let bytes = 0
    for (const each of [...this.idle].reverse()) {
      bytes += each.bytes
      if (bytes <= this.mostBytes) continue
      each.drop()
      this.idle.delete(each)
    }
  }
  /** The run is gone. */
  forget(run: RunState): void {
    this.idle.delete(run)
  }
}
