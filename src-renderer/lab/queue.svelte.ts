import { slotKey } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
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

/** Trained in jobs, which use every core. */
const isSweep = ({ head }: RunState): boolean => slotOf(head.request)?.trainedBy.startsWith('jobs') ?? false

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
      .sort((a, b) => place(a) - place(b) || (a.head.createdAt < b.head.createdAt ? -1 : 1))
      .map((run) => ({ run, key: slotKey(run.head.request), seconds: this.secondsOf(run) }))
  })
  readonly waiting: readonly QueueRow[] = $derived(this.rows.filter(({ run }) => run.isQueued))
  readonly running: number = $derived(this.rows.length - this.waiting.length)
  /**
   * Until all have ended, estimated; null where the time of one is not known. Sweeps go one after another, small runs
   * side by side, as many as do now.
   */
  readonly secondsLeft: number | null = $derived.by(() => {
    let [sweeps, small] = [0, 0]
    for (const { run, seconds } of this.rows) {
      if (seconds === null) return null
      if (isSweep(run)) sweeps += seconds
      else small += seconds
    }
    const sideBySide = this.rows.filter(({ run }) => !run.isQueued && !isSweep(run)).length
    return sweeps + small / Math.max(1, sideBySide)
  })

  /**
   * From its own speed; of one that waits, from another run of the same slot with the same settings that completed, or
   * is under way.
   */
  private secondsOf(run: RunState): number | null {
    if (!run.isQueued) return run.secondsLeft
    const { request } = run.head
    const asked = JSON.stringify(request.params)
    const alike = [...this.lab.runs.values()].filter(
      ({ head }) =>
        slotKey(head.request) === slotKey(request) && JSON.stringify(head.request.params) === asked,
    )
    const done = alike.find(({ head }) => head.status === 'completed')
    const works = alike.find(({ secondsLeft }) => secondsLeft !== null)
    const { stepsPerSecond, totalSteps } = run.head
    // At a limited speed it takes as long as its steps do.
    const atLeast = stepsPerSecond === null ? 0 : totalSteps / stepsPerSecond
    if (done) return Math.max(atLeast, done.head.seconds)
    return works ? works.head.seconds + (works.secondsLeft ?? 0) : null
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
