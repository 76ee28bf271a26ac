import { availableParallelism } from 'node:os'

/** How many runs the lab has under way, and how many may wait. */
export interface QueueLimits {
  /** Trainers at work at the same time; a sweep is one run, though it uses every core. */
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

/** What is under way: runs whose trainers work, and runs that are paused. */
export interface UnderWay {
  readonly atWork: number
  readonly paused: number
}

/** The order in which runs that wait begin: first come, first served. */
export class RunQueue {
  private readonly ids: string[] = []
  private readonly limits: QueueLimits

  constructor(limits: QueueLimits = usualLimits) {
    this.limits = limits
  }

  get waiting(): readonly string[] {
    return this.ids
  }

  /** 1 is next; null where the run does not wait. */
  place(id: string): number | null {
    const at = this.ids.indexOf(id)
    return at < 0 ? null : at + 1
  }

  /** May a run begin now, beside what is under way? One that begins paused needs no core. */
  hasRoom({ atWork, paused }: UnderWay, isPaused: boolean): boolean {
    const { limits } = this
    return atWork + paused < limits.atWork + limits.paused && (isPaused || atWork < limits.atWork)
  }

  /** One sentence when no run may wait any more, counting `arriving` ones that are not in the queue yet; else null. */
  refusal(underWay: UnderWay, arriving: number): string | null {
    const room = Math.max(0, this.limits.atWork - underWay.atWork)
    return this.ids.length + arriving >= this.limits.waiting + room
      ? `${this.limits.waiting} runs are waiting, which is the maximum; stop some of them, or start this one when they have run.`
      : null
  }

  add(id: string): void {
    this.ids.push(id)
  }

  /** False where the run did not wait. */
  remove(id: string): boolean {
    const at = this.ids.indexOf(id)
    if (at >= 0) this.ids.splice(at, 1)
    return at >= 0
  }
}
