import { isLive } from '#contract/runs.ts'
import type { LiveRun } from './live-run.ts'
import { RunError } from './run-error.ts'
import { RunQueue, type QueueLimits, type UnderWay } from './run-queue.ts'

/** The runs that this lab carries out: those at work or paused, and those that wait for their turn. */
export class LiveRuns {
  private readonly runs = new Map<string, LiveRun>()
  private readonly queue: RunQueue
  private isClosing = false
  private readonly onPlace: (id: string) => void

  /** `onPlace` is called for each run that waits at another place than before. */
  constructor(limits: QueueLimits | undefined, onPlace: (id: string) => void) {
    this.queue = new RunQueue(limits)
    this.onPlace = onPlace
  }

  has(id: string): boolean {
    return this.runs.has(id)
  }
  get(id: string): LiveRun | undefined {
    return this.runs.get(id)
  }
  all(): LiveRun[] {
    return [...this.runs.values()]
  }
  /** The place of a run that waits, from 1; null when it does not wait. */
  place(id: string): number | null {
    return this.queue.place(id)
  }

  /** Throws RunError when there is neither room for a run nor for one more that waits; `starting` more are on their way. */
  refuseIfFull(starting: number): void {
    const refusal = this.queue.refusal(this.underWay(), starting)
    if (refusal !== null) throw new RunError(refusal)
  }

  /** Begins the run, or lets it wait for its turn. Resolves when it has ended. */
  async carryOut(id: string, live: LiveRun, isPaused: boolean): Promise<void> {
    const mayBegin = this.queue.waiting.length === 0 && this.queue.hasRoom(this.underWay(), isPaused)
    this.runs.set(id, live)
    if (mayBegin) live.launch()
    else {
      this.queue.add(id)
      live.wait()
    }
    await live.ended
    this.runs.delete(id)
  }

  /** To be called whenever a run has changed its status: others may move up, or begin. */
  statusChanged({ id, status }: LiveRun['run']): void {
    if (!isLive(status) && this.queue.remove(id)) this.placesMoved()
  }

  /** Begins runs that wait, in their order, as far as there is room. */
  advance(): void {
    if (this.isClosing) return
    const { waiting } = this.queue
    const before = waiting.length
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const live = this.runs.get(next)
      if (live && !this.queue.hasRoom(this.underWay(), live.isHeld)) break
      this.queue.remove(next)
      live?.launch()
    }
    if (waiting.length < before) this.placesMoved()
  }

  /** Stops every run, those that wait too, and waits until each is written. */
  async close(): Promise<void> {
    this.isClosing = true
    await Promise.all(
      this.all().map((live) => {
        if (live.run.status === 'queued')
          live.cancel('The lab was closed before the turn of this run came; run it again.')
        else if (isLive(live.run.status)) live.control('stop')
        return live.ended
      }),
    )
  }

  private placesMoved(): void {
    for (const id of this.queue.waiting) this.onPlace(id)
  }

  private underWay(): UnderWay {
    const statuses = this.all().map(({ run }) => run.status)
    const atWork = statuses.filter((status) => status === 'starting' || status === 'running').length
    return { atWork, paused: statuses.filter((status) => status === 'paused').length }
  }
}
