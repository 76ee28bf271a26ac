import type { LabClient } from '#contract/client.ts'
import type { LabEvent } from '#contract/messages.ts'
import { isLive, isResumable, type RunSummary } from '#contract/runs.ts'
import { samplesIn } from '#contract/samples.ts'
import { SnapshotTracks, type SnapshotView } from './snapshot-tracks.ts'
import { Tracks, type TrackData } from './track-data.ts'

/** A run as the page knows it: its summary, and its samples once somebody looks at it. */
export class RunState {
  summary: RunSummary = $state.raw() as RunSummary
  /** Rises with every batch; charts redraw on it. */
  version = $state(0)
  /** Samples that the lab holds and this page has not received. */
  waiting = $state(0)
  private tracks = new Tracks()
  private snapshotTracks = new SnapshotTracks()
  private attempt: number
  private readonly client: LabClient
  private isWatched = false

  constructor(client: LabClient, summary: RunSummary) {
    this.client = client
    this.summary = summary
    this.attempt = summary.attempt
  }

  get id(): string {
    return this.summary.id
  }
  get isLive(): boolean {
    return isLive(this.summary.status)
  }
  /** It ended early and kept finished jobs to go on from. */
  get isResumable(): boolean {
    return isResumable(this.summary)
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

  /** Snapshots of this name in one track as they came; reactive as `track` is. */
  snapshots(track: string, name: string): readonly SnapshotView[] {
    void this.version
    return this.snapshotTracks.get(track, name)
  }
  latestSnapshot(track: string, name: string): SnapshotView | null {
    return this.snapshots(track, name).at(-1) ?? null
  }

  /** Asks for the samples and snapshots; they stream in until the run ends. */
  async watch(): Promise<void> {
    if (this.isWatched) return
    this.isWatched = true
    try {
      const held = { from: this.tracks.counts(), snapshots: this.snapshotTracks.count }
      this.take(await this.client.request('run.watch', { run: this.id, ...held }))
    } catch (error) {
      this.isWatched = false
      throw error
    }
  }

  receive({ batches, snapshots, waiting, attempt }: Extract<LabEvent, { type: 'run.samples' }>): void {
    if (attempt === this.attempt) {
      for (const batch of batches) this.tracks.append(batch)
      for (const snapshot of snapshots) this.snapshotTracks.append(snapshot)
      this.waiting = waiting
      this.version++
    }
    // Answered after the frame is drawn, so that a slow page is sent less, not buried.
    requestAnimationFrame(() => void this.client.request('run.ack', { run: this.id }).catch(() => undefined))
  }

  /** Takes over what the lab says of the run; of a resumed one the samples are asked for afresh. */
  changed(summary: RunSummary): void {
    this.take(summary)
    if (summary.attempt === this.attempt) return
    this.attempt = summary.attempt
    this.tracks = new Tracks()
    this.snapshotTracks = new SnapshotTracks()
    this.version++
    if (!this.isWatched) return
    this.isWatched = false
    void this.watch().catch(() => undefined) // the line is gone; it is asked again when it is back
  }
  /** What was asked for never changes: kept as the object it is, so that only what does is read again. */
  private take(summary: RunSummary): void {
    this.summary = { ...summary, request: this.summary.request }
  }
  resume(stepsPerSecond: number | null): Promise<RunSummary> {
    return this.client.request('run.resume', { run: this.id, stepsPerSecond })
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
