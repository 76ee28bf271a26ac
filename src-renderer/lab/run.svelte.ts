import type { LabClient } from '#contract/client.ts'
import { isLive, type RunSummary } from '#contract/runs.ts'
import { samplesIn, type SampleBatch } from '#contract/samples.ts'
import { Tracks, type TrackData } from './track-data.ts'

/** A run as the page knows it: its summary, and its samples once somebody looks at it. */
export class RunState {
  summary: RunSummary = $state.raw() as RunSummary
  /** Rises with every batch; charts redraw on it. */
  version = $state(0)
  /** Samples that the lab holds and this page has not received. */
  waiting = $state(0)
  private readonly tracks = new Tracks()
  private readonly client: LabClient
  private isWatched = false

  constructor(client: LabClient, summary: RunSummary) {
    this.client = client
    this.summary = summary
  }

  get id(): string {
    return this.summary.id
  }
  get isLive(): boolean {
    return isLive(this.summary.status)
  }
  get values(): RunSummary['values'] {
    return this.summary.values
  }
  /** Samples logged by all tracks, as the lab counts them. */
  get logged(): number {
    return samplesIn(this.summary.sampleCounts)
  }
  /** What a chart of this run says while samples are still on their way; undefined when all are here. */
  get arrivalNote(): string | undefined {
    void this.version
    const held = samplesIn(this.tracks.counts())
    if (held === 0 || this.waiting === 0) return undefined
    const share = Math.floor((100 * held) / (held + this.waiting))
    return `${share} % of the samples have arrived; the rest is on its way.`
  }
  /** Share done, 0 to 1. */
  get progress(): number {
    if (this.summary.status === 'completed') return 1
    return this.summary.totalSteps > 0 ? Math.min(1, this.summary.stepsDone / this.summary.totalSteps) : 0
  }
  /** Seconds until the end at the speed so far; null when there is nothing to tell from. */
  get secondsLeft(): number | null {
    const { progress } = this
    if (!this.isLive || progress <= 0 || progress >= 1) return null
    return (this.summary.seconds / progress) * (1 - progress)
  }

  belongsTo(client: LabClient): boolean {
    return this.client === client
  }

  /** A track, reactive: read in an effect or a template, it is read again when samples arrive. */
  track(name: string): TrackData | null {
    void this.version
    return this.tracks.get(name)
  }

  /** Asks for the samples; they stream in until the run ends. */
  async watch(): Promise<void> {
    if (this.isWatched) return
    this.isWatched = true
    try {
      this.summary = await this.client.request('run.watch', { run: this.id, from: this.tracks.counts() })
    } catch (error) {
      this.isWatched = false
      throw error
    }
  }

  receive(batches: readonly SampleBatch[], waiting: number): void {
    for (const batch of batches) this.tracks.append(batch)
    this.waiting = waiting
    this.version++
    // Answered after the frame is drawn, so that a slow page is sent less, not buried.
    requestAnimationFrame(() => void this.client.request('run.ack', { run: this.id }).catch(() => undefined))
  }

  control(action: 'pause' | 'resume' | 'step' | 'stop'): Promise<null> {
    return this.client.request('run.control', { run: this.id, action })
  }
  setSpeed(stepsPerSecond: number | null): Promise<null> {
    return this.client.request('run.speed', { run: this.id, stepsPerSecond })
  }
  rename(name: string): Promise<null> {
    return this.client.request('run.rename', { run: this.id, name })
  }
  delete(): Promise<null> {
    return this.client.request('run.delete', { run: this.id })
  }
}
