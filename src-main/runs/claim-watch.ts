import type { FoundClaim } from './claim.ts'
import { fateOf, ownIdentity } from './process-identity.ts'

/** A heartbeat that stood still for this long, in milliseconds of watching it, is of a lab that is gone. */
const stillAfter = 30_000
/** Two looks further apart count as this much watching: in between this process may have slept, and its owner too. */
const longestGap = 4000

/**
 * alive: its process was seen. watched: it may live where it cannot be seen from here, and its heartbeat has not stood
 * still for long enough. free: released, or its process is gone.
 */
export type ClaimState = 'free' | 'alive' | 'watched'

/** Judges claims; those of processes that cannot be seen from here by watching their heartbeat, not by any clock. */
export class ClaimWatch {
  private readonly watched = new Map<string, { text: string; lookedAt: number; still: number }>()
  private readonly now: () => number

  /** `now` is in milliseconds and never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now
  }

  /** What this claim on a run is worth, at this look. */
  state(run: string, { claim, text }: FoundClaim): ClaimState {
    const fate =
      claim === null ? 'unknown' : claim.isReleased ? 'ended' : fateOf(claim.process, ownIdentity())
    if (fate === 'unknown') return this.isStill(run, text) ? 'free' : 'watched'
    this.watched.delete(run)
    return fate === 'alive' ? 'alive' : 'free'
  }

  /** Has what is watched of this run stood still for long enough? To be asked every few seconds. */
  isStill(run: string, text: string): boolean {
    const now = this.now()
    const before = this.watched.get(run)
    const still = before?.text === text ? before.still + Math.min(now - before.lookedAt, longestGap) : 0
    this.watched.set(run, { text, lookedAt: now, still })
    return still >= stillAfter
  }

  /** Runs that are being watched. */
  runs(): string[] {
    return [...this.watched.keys()]
  }

  forget(run: string): void {
    this.watched.delete(run)
  }
}
