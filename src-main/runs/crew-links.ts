import { availableParallelism } from 'node:os'
import { ParamsError } from '#contract/params.ts'
import { slotOf } from '#experiments/problems.ts'
import type { ChildLink } from '#processes/link.ts'
import type { ToTrainer } from '#trainer/protocol.ts'

/** How many jobs a run begins with, where their processes may be started with it; else 0. */
export function jobsAtOnce({ request, kept }: Extract<ToTrainer, { type: 'begin' }>): number {
  const slot = slotOf(request)
  if (slot?.trainedBy !== 'jobs-side-by-side') return 0
  try {
    return Math.min(availableParallelism(), slot.ask(request.params).tracks.length - Object.keys(kept).length)
  } catch (error) {
    // A run of an older lab may ask what is refused now: the trainer says so, not the start of its helpers.
    if (error instanceof ParamsError) return 0
    throw error
  }
}

/**
 * The processes of a run's jobs, as the lab holds them: started when the run's trainer first writes to one or
 * ahead of that, its messages passed on, and none left behind.
 */
export class CrewLinks {
  private readonly links = new Map<number, ChildLink>()
  private readonly start: () => ChildLink
  private readonly tell: (message: ToTrainer) => void
  private isClosed = false

  constructor(start: () => ChildLink, tell: (message: ToTrainer) => void) {
    this.start = start
    this.tell = tell
  }

  /** Starts the processes that will be written to first, so that they are ready when the run's trainer is. */
  startAhead(count: number): void {
    for (let worker = 0; worker < count; worker++) this.link(worker)
  }

  post(worker: number, message: unknown): void {
    if (!this.isClosed) this.link(worker).post(message)
  }

  end(worker: number): void {
    this.links.get(worker)?.kill()
  }

  /** Ends them all; nothing more is passed on. */
  close(): void {
    this.isClosed = true
    for (const link of this.links.values()) link.kill()
    this.links.clear()
  }

  private link(worker: number): ChildLink {
    const known = this.links.get(worker)
    if (known) return known
    const link = this.start()
    this.links.set(worker, link)
    link.onMessage((message) => {
      if (!this.isClosed) this.tell({ type: 'apart', worker, message })
    })
    link.onExit((how) => {
      if (this.isClosed) return
      this.links.delete(worker)
      this.tell({ type: 'apart.exit', worker, how })
    })
    return link
  }
}
