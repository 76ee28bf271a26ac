/** A run carried out again and checked against its record. */
import type { ReplayReport } from '#contract/replay.ts'
import { requestHere } from '#contract/request-here.ts'
import type { LabState } from './lab.svelte.ts'
import type { RunState } from './run.svelte.ts'

export class Repeat {
  private readonly lab: LabState
  private readonly recorded: RunState
  /** The run that repeats it; null before it is started. */
  rerun = $state.raw<RunState | null>(null)
  report = $state.raw<ReplayReport | null>(null)
  /** One sentence: why it could not be repeated or compared. */
  problem = $state<string | null>(null)

  constructor(lab: LabState, recorded: RunState) {
    this.lab = lab
    this.recorded = recorded
  }

  get isUnderWay(): boolean {
    return this.rerun !== null && this.report === null && this.problem === null
  }

  async start(): Promise<void> {
    this.rerun = null
    this.report = null
    this.problem = null
    try {
      const engines = this.lab.description?.engines ?? []
      const request = requestHere(this.recorded.head, engines)
      this.rerun = await this.lab.start(request, { isPaused: false, stepsPerSecond: null })
    } catch (error) {
      this.problem = inWords(error)
    }
  }

  /** To be called whenever the rerun has ended: its record is compared, once. */
  async compare(): Promise<void> {
    const { rerun } = this
    if (!rerun || rerun.isLive || !this.isUnderWay) return
    try {
      const report = await this.lab.request('replay.compare', { run: this.recorded.id, with: rerun.id })
      if (this.rerun === rerun) this.report = report
    } catch (error) {
      if (this.rerun === rerun) this.problem = inWords(error)
    }
  }
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))
