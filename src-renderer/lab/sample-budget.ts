/** Bytes of samples and snapshots kept of runs that nobody looks at, so that going back to a panel shows them at once. */
const mostIdleBytes = 64 * 2 ** 20

/** Something that can be freed. */
interface Held {
  readonly bytes: number
  drop(): void
}

/** Frees the samples of runs that are not looked at any more, those left longest ago first. */
export class SampleBudget {
  private readonly idle = new Set<Held>()
  private readonly mostBytes: number

  constructor(mostBytes = mostIdleBytes) {
    this.mostBytes = mostBytes
  }

  /** Somebody looks at the run, or nobody does any more. */
  looked(run: Held, isLookedAt: boolean): void {
    this.idle.delete(run)
    if (isLookedAt) return
    this.idle.add(run)
    let bytes = 0
    for (const each of [...this.idle].reverse()) {
      if (bytes + each.bytes <= this.mostBytes) {
        bytes += each.bytes
        continue
      }
      each.drop()
      this.idle.delete(each)
    }
  }
  /** The run is gone. */
  forget(run: Held): void {
    this.idle.delete(run)
  }
}
