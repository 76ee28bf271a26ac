import { slotKey } from '#contract/runs.ts'
import type { LabState } from './lab.svelte.ts'
import type { RunState } from './run.svelte.ts'

/** A run that works or waits, as the queue shows it. */
export interface QueueRow {
  readonly run: RunState
  /** "4c-search". */
  readonly key: string
  /** Seconds until it has ended once it is its turn; null where that is not known. */
  readonly seconds: number | null
}

/** What works and what waits, in the order in which it will have its turn. */
export class Queue {
  private readonly lab: LabState

  constructor(lab: LabState) {
    this.lab = lab
  }

  readonly rows: readonly QueueRow[] = $derived.by(() => {
    const live = [...this.lab.runs.values()].filter(({ isLive }) => isLive)
    const place = ({ head }: RunState): number => head.place ?? 0
    return live
      .sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1))
      .map((run) => ({ run, key: slotKey(run.head.request), seconds: this.secondsOf(run) }))
  })
  readonly waiting: readonly QueueRow[] = $derived(this.rows.filter(({ run }) => run.isQueued))
  readonly running: number = $derived(this.rows.length - this.waiting.length)
  /** Of all together, one after another; null where that of one is not known. */
  readonly secondsLeft: number | null = $derived.by(() => {
    const times = this.rows.map(({ seconds }) => seconds)
    return times.every((seconds) => seconds !== null)
      ? times.reduce((sum, seconds) => sum + (seconds ?? 0), 0)
      : null
  })

  /** From its own speed; of one that waits, from another run of the same slot that completed with the same settings. */
  private secondsOf(run: RunState): number | null {
    if (!run.isQueued) return run.secondsLeft
    const { request } = run.head
    const asked = JSON.stringify(request.params)
    const done = [...this.lab.runs.values()].find(
      ({ head }) =>
        head.status === 'completed' &&
        slotKey(head.request) === slotKey(request) &&
        JSON.stringify(head.request.params) === asked,
    )
    return done?.head.seconds ?? null
  }

  move(run: RunState, place: number): Promise<void> {
    return this.lab.attempt(() => this.lab.request('run.move', { run: run.id, place }))
  }
  stop(run: RunState): Promise<void> {
    return this.lab.attempt(() => run.control('stop'))
  }
  /** The last of them first, so that none begins meanwhile; a plan of "Run all" ends with them. */
  async stopWaiting(): Promise<void> {
    const waiting = this.waiting.map(({ run }) => run)
    if (this.lab.runAll?.status === 'running')
      await this.lab.attempt(() => this.lab.request('runAll.stop', {}))
    for (const run of waiting.toReversed()) if (run.isQueued) await this.stop(run)
  }
}
