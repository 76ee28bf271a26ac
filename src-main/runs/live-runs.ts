import { isLive } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
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
  /** Runs that are at work at most. */
  get places(): number {
    return this.queue.places
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
  async carryOut(id: string, live: LiveRun): Promise<void> {
    const run = { id, isSweep: takesEveryCore(live.run.request), isHeld: live.isHeld }
    const underWay = this.underWay()
    // Not ahead of one that waits and may begin now.
    const mayBegin = this.queue.next(underWay) === null && this.queue.hasRoom(underWay, run)
    this.runs.set(id, live)
    if (mayBegin) live.launch()
    else {
      this.queue.add(run)
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
    const before = this.queue.waiting.length
    for (let next = this.next(); next !== null; next = this.next()) {
      this.queue.remove(next)
      this.runs.get(next)?.launch()
    }
    if (this.queue.waiting.length < before) this.placesMoved()
  }

  /** Puts a run that waits at another place, from 1. Throws RunError where it does not wait. */
  move(id: string, place: number): void {
    if (!this.queue.move(id, place))
      throw new RunError('This run does not wait for its turn, so it cannot be moved in the queue.', 'run')
    this.placesMoved()
    this.advance()
  }

  /** Resolves when a run of this lab has ended and is written; at once where it has none of this id. */
  async ended(id: string): Promise<void> {
    await this.runs.get(id)?.ended
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

  private next(): string | null {
    return this.queue.next(this.underWay())
  }

  private placesMoved(): void {
    for (const id of this.queue.waiting) this.onPlace(id)
  }

  private underWay(): UnderWay {
    const all = this.all()
    const atWork = all.filter(({ run: { status } }) => status === 'starting' || status === 'running')
    return {
      atWork: atWork.length,
      sweeps: atWork.filter(({ run }) => takesEveryCore(run.request)).length,
      paused: all.filter(({ run }) => run.status === 'paused').length,
    }
  }
}

/** Trained in jobs or by an engine that takes every core: two of them side by side would take longer than in turn. */
export function takesEveryCore(request: Parameters<typeof slotOf>[0]): boolean {
  const trainedBy = slotOf(request)?.trainedBy
  return trainedBy !== undefined && trainedBy !== 'typescript'
}
