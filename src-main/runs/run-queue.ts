import { availableParallelism } from 'node:os'

/** How many runs the lab has under way, and how many may wait. */
export interface QueueLimits {
  /** Trainers at work at the same time; of them at most one is a sweep. */
  readonly atWork: number
  /**
   * Paused runs beside them. A paused trainer computes nothing, so it holds up nobody; it does hold memory, so there is
   * an end to it.
   */
  readonly paused: number
  readonly waiting: number
}

/** One trainer a core, as each can keep one busy; not more than eight, for the memory. */
export const usualLimits: QueueLimits = {
  atWork: Math.max(1, Math.min(8, availableParallelism())),
  paused: 4,
  waiting: 100,
}

/** What is under way: runs whose trainers work, how many of those are sweeps, and runs that are paused. */
export interface UnderWay {
  readonly atWork: number
  readonly sweeps: number
  readonly paused: number
}

/** What the queue must know of a run. */
export interface Queued {
  readonly id: string
  /** It keeps every core busy, or measures memory and must not be disturbed: trained in jobs or by an engine. */
  readonly isSweep: boolean
  /** Begins held before its first step, so it needs no core yet. */
  readonly isHeld: boolean
}

/**
 * The order in which runs that wait begin. A sweep counts as all cores for other sweeps: a second one waits until the
 * first has ended or is paused. A small run, which needs one core and usually seconds, begins beside it while fewer than
 * `atWork` runs work, so that nobody waits minutes for a plot. Whenever a place becomes free, the first run in the queue
 * that may begin then does; so small runs pass a sweep only while another sweep holds it up, and no sweep waits for ever.
 */
export class RunQueue {
  private readonly runs: Queued[] = []
  private readonly limits: QueueLimits

  constructor(limits: QueueLimits = usualLimits) {
    this.limits = limits
  }

  get waiting(): readonly string[] {
    return this.runs.map(({ id }) => id)
  }
  /** Runs that the lab has at work at most. */
  get places(): number {
    return this.limits.atWork
  }

  /** 1 is next; null where the run does not wait. */
  place(id: string): number | null {
    const at = this.runs.findIndex((run) => run.id === id)
    return at < 0 ? null : at + 1
  }

  /** May a run begin now, beside what is under way? */
  hasRoom({ atWork, sweeps, paused }: UnderWay, { isSweep, isHeld }: Omit<Queued, 'id'>): boolean {
    const { limits } = this
    if (atWork + paused >= limits.atWork + limits.paused) return false
    return isHeld || (atWork < limits.atWork && !(isSweep && sweeps > 0))
  }

  /** The run whose turn it is beside what is under way; null where none may begin. */
  next(underWay: UnderWay): string | null {
    return this.runs.find((run) => this.hasRoom(underWay, run))?.id ?? null
  }

  /** One sentence when no run may wait any more, counting `arriving` ones that are not in the queue yet; else null. */
  refusal(underWay: UnderWay, arriving: number): string | null {
    const room = Math.max(0, this.limits.atWork - underWay.atWork)
    return this.runs.length + arriving >= this.limits.waiting + room
      ? `${this.limits.waiting} runs are waiting, which is the maximum; stop some of them, or start this one when they have run.`
      : null
  }

  add(run: Queued): void {
    this.runs.push(run)
  }

  /** Puts a run that waits at this place, from 1, or at the end where there are fewer. False where it does not wait. */
  move(id: string, place: number): boolean {
    const run = this.runs.find((each) => each.id === id)
    if (!run) return false
    this.remove(id)
    this.runs.splice(place - 1, 0, run)
    return true
  }

  /** False where the run did not wait. */
  remove(id: string): boolean {
    const at = this.runs.findIndex((run) => run.id === id)
    if (at >= 0) this.runs.splice(at, 1)
    return at >= 0
  }
}
