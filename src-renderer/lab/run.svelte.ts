import { RefusedError, type LabClient } from '#contract/client.ts'
import type { LabEvent } from '#contract/messages.ts'
import type { RunHead } from '#contract/run-head.ts'
import { isLive, isResumable } from '#contract/runs.ts'
import { samplesIn, type Values } from '#contract/samples.ts'
import { Playback } from './playback.svelte.ts'
import type { Repeat } from './repeat.svelte.ts'
import { SnapshotTracks, type SnapshotView } from './snapshot-tracks.ts'
import { Tracks, type TrackView } from './track-data.ts'

interface RunOwner {
  /** Views look at the run now, or none does any more. */
  looked(isLookedAt: boolean): void
  /** The lab does not know the run. */
  gone(): void
}
const nobody: RunOwner = { looked: () => undefined, gone: () => undefined }

/** A run that this page shows, or has shown: its head, and its samples and values while somebody looks at it. */
export class RunState {
  head: RunHead = $state.raw() as RunHead
  /** Rises with every batch; charts redraw on it. */
  version = $state(0)
  /** Samples that the lab holds and this page has not received. */
  waiting = $state(0)
  /** Null until the body has arrived. */
  private measured = $state.raw<Values | null>(null)
  private tracks = new Tracks()
  private snapshotTracks = new SnapshotTracks()
  private attempt: number
  private client: LabClient
  /** Views that look at the run. */
  private lookers = 0
  /** The lab has been asked to stream it. */
  private isStreaming = false
  /** The run has ended and everything of it is here. */
  private isComplete = false
  private readonly owner: RunOwner
  /** True of the run that views see while it plays again. */
  readonly isPlayedAgain: boolean = false
  /** Carried out again and compared with its record; null before that, and once the report is closed. */
  repeat = $state.raw<Repeat | null>(null)
  /** The cursor that plays it again. */
  readonly playback: Playback

  constructor(client: LabClient, head: RunHead, owner = nobody) {
    this.client = client
    this.head = head
    this.attempt = head.attempt
    this.owner = owner
    // Made with the run: state that is made while a view reads it would not be followed there.
    this.playback = new Playback(this)
  }

  get id(): string {
    return this.head.id
  }
  get isLive(): boolean {
    return isLive(this.head.status)
  }
  get isQueued(): boolean {
    return this.head.status === 'queued'
  }
  /** It ended early and kept finished jobs to go on from. */
  get isResumable(): boolean {
    return isResumable(this.head)
  }
  /** What was measured; until that has arrived, the few numbers of the head. */
  readonly values: Values = $derived(
    this.measured ??
      Object.fromEntries(Object.entries(this.head.headlines).map(([id, value]) => [id, { value }])),
  )
  /** Samples logged by all tracks, as the lab counts them. */
  get logged(): number {
    return this.head.samples
  }
  /** What a chart of this run says while samples are still on their way; undefined when all are here. */
  get arrivalNote(): string | undefined {
    void this.version
    const held = samplesIn(this.tracks.counts())
    if (held === 0 || this.waiting === 0) return undefined
    const share = Math.floor((100 * held) / (held + this.waiting))
    return `${share} % of the samples have arrived; the rest is on its way.`
  }
  /** The run has ended and this page has not received all of it yet. */
  get isArriving(): boolean {
    void this.version
    return !this.isLive && !this.isComplete
  }
  /** Share done, 0 to 1. */
  get progress(): number {
    if (this.head.status === 'completed') return 1
    return this.head.totalSteps > 0 ? Math.min(1, this.head.stepsDone / this.head.totalSteps) : 0
  }
  /** Seconds until the end at the speed so far; null when there is nothing to tell from. */
  get secondsLeft(): number | null {
    const { progress } = this
    if (!this.isLive || progress <= 0 || progress >= 1) return null
    return (this.head.seconds / progress) * (1 - progress)
  }
  /** Memory that its samples and snapshots take in this page. */
  get bytes(): number {
    return this.tracks.bytes + this.snapshotTracks.bytes
  }

  /** A track, reactive: read in an effect or a template, it is read again when samples arrive. */
  track(name: string): TrackView | null {
    void this.version
    return this.tracks.get(name)
  }

  /** All tracks, reactive as `track` is. */
  allTracks(): readonly TrackView[] {
    void this.version
    return this.tracks.all()
  }

  /** Snapshots of this name in one track as they came; reactive as `track` is. */
  snapshots(track: string, name: string): readonly SnapshotView[] {
    void this.version
    return this.snapshotTracks.get(track, name)
  }
  latestSnapshot(track: string, name: string): SnapshotView | null {
    return this.snapshots(track, name).at(-1) ?? null
  }

  /** Samples, snapshots and values stream in until the function that is returned has been called. */
  watch(): () => void {
    this.lookers++
    this.look()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.lookers--
      // A view that is drawn anew lets go and takes hold again at once.
      queueMicrotask(() => this.look())
    }
  }

  /** Frees the memory of samples, snapshots and values; they are asked for again when somebody looks. */
  drop(): void {
    this.tracks = new Tracks()
    this.snapshotTracks = new SnapshotTracks()
    this.measured = null
    this.isComplete = false
    this.waiting = 0
    this.version++
  }

  /** Streams, or stops streaming, as views look at the run or none does. */
  private look(): void {
    const isLookedAt = this.lookers > 0
    this.owner.looked(isLookedAt)
    if (isLookedAt === this.isStreaming) return
    if (!isLookedAt) {
      this.isStreaming = false
      void this.client.request('run.unwatch', { run: this.id }).catch(() => undefined) // the line is gone
    } else if (!this.isComplete) void this.stream()
  }

  private async stream(): Promise<void> {
    this.isStreaming = true
    const { attempt } = this
    const held = { from: this.tracks.counts(), snapshots: this.snapshotTracks.count }
    try {
      const { head, body } = await this.client.request('run.watch', { run: this.id, ...held })
      if (attempt === this.attempt) this.measured = body.values
      this.changed(head)
    } catch (error) {
      // Where the line is gone it is asked for again when there is one.
      this.isStreaming = false
      if (error instanceof RefusedError && error.field === 'run') this.owner.gone()
    }
  }

  receive(event: Extract<LabEvent, { type: 'run.samples' }>): void {
    const { batches, snapshots, snapshotsFrom, values, waiting, attempt, isLast } = event
    if (attempt === this.attempt && this.isStreaming) {
      for (const batch of batches) this.tracks.append(batch)
      for (const snapshot of snapshots.slice(Math.max(0, this.snapshotTracks.count - snapshotsFrom)))
        this.snapshotTracks.append(snapshot)
      if (Object.keys(values).length > 0) this.measured = { ...this.measured, ...values }
      this.waiting = waiting
      this.isComplete = isLast
      if (isLast) this.isStreaming = false
      this.version++
    }
    // Answered after the frame is drawn, so that a slow page is sent less, not buried.
    requestAnimationFrame(() => void this.client.request('run.ack', { run: this.id }).catch(() => undefined))
  }

  /** Takes over what the lab says of the run; of a resumed one the samples are asked for afresh. */
  changed(head: RunHead): void {
    // What was asked for never changes: kept as the object it is, so that only what does is read again.
    this.head = { ...head, request: this.head.request }
    if (head.attempt === this.attempt) return
    this.attempt = head.attempt
    this.startOver()
  }
  /** The line to the lab is a new one, and the lab perhaps too. */
  reconnected(client: LabClient): void {
    if (this.client === client) return
    this.client = client
    this.startOver()
  }
  private startOver(): void {
    this.drop()
    this.isStreaming = false
    this.look()
  }

  resume(stepsPerSecond: number | null): Promise<RunHead> {
    return this.client.request('run.resume', { run: this.id, stepsPerSecond })
  }
  control(action: 'pause' | 'resume' | 'step' | 'stop'): Promise<null> {
    return this.client.request('run.control', { run: this.id, action })
  }
  setSpeed(stepsPerSecond: number | null): Promise<null> {
    return this.client.request('run.speed', { run: this.id, stepsPerSecond })
  }
}
