import type { LabEvent } from '#contract/messages.ts'
import { isLive, type RunSummary } from '#contract/runs.ts'
import { samplesIn, type Values } from '#contract/samples.ts'
import type { SnapshotRecord } from '#contract/snapshots.ts'
import type { Recording } from './recording.ts'

/** At most about 30 messages a second to one port, each with at most this many samples. */
const sendEvery = 33
const samplesAMessage = 20_000
/** Characters of snapshots in one message, at least one snapshot. */
const snapshotCharacters = 1_000_000
/** A table that grows is sent whole each time. */
const valuesEvery = 250

/** What a watcher streams: a run under way, whose recording and values grow, or one that has ended. */
export interface Watched {
  readonly id: string
  readonly attempt: number
  readonly recording: Recording
  values(): Values
  hasEnded(): boolean
}

/** A run that somebody looks at, and how to look away. */
export interface LookedAt {
  readonly run: RunSummary
  readonly watched: Watched
  /** It was read from its folder: where another lab carries it out, there will be more to read. */
  readonly isStored: boolean
  giveBack(): void
}

/** What the page has of a run. */
export interface Held {
  readonly samples: Readonly<Record<string, number>>
  readonly snapshots: number
  readonly values: Values
}

/** A run as its folder has it. */
export function watchedAsStored({ id, attempt, values, status }: RunSummary, recording: Recording): Watched {
  return { id, attempt, recording, values: () => values, hasEnded: () => !isLive(status) }
}

/**
 * Streams one run's samples, snapshots and values to one port, until all of an ended run is there. The next message goes out only when the last was acknowledged, so a
 * slow page gets fewer and larger messages and is never buried.
 */
export class Watcher {
  private readonly held: Record<string, number>
  private snapshotsHeld: number
  private readonly run: Watched
  private sentValues: Values
  private valuesSentAt = 0
  private readonly send: (event: LabEvent) => void
  private readonly onDone: () => void
  private isUnacknowledged = false
  private isLastSent = false
  private timer: NodeJS.Timeout | null = null
  private wakesAt = 0
  private sentAt = 0

  constructor(
    run: Watched,
    held: Held,
    send: (event: LabEvent) => void,
    /** Everything is there and has been acknowledged. */
    onDone: () => void,
  ) {
    this.run = run
    this.held = { ...held.samples }
    this.snapshotsHeld = held.snapshots
    this.sentValues = held.values
    this.send = send
    this.onDone = onDone
  }

  /** What has been sent, and was held before. */
  get state(): Held {
    return { samples: this.held, snapshots: this.snapshotsHeld, values: this.sentValues }
  }

  /** There may be something to send. */
  pump(): void {
    this.wake(this.sentAt + sendEvery)
  }

  acknowledge(): void {
    this.isUnacknowledged = false
    if (this.isLastSent) this.onDone()
    else this.pump()
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.isUnacknowledged = true
  }

  private wake(at: number): void {
    if (this.isUnacknowledged || this.isLastSent) return
    if (this.timer) {
      if (at >= this.wakesAt) return
      clearTimeout(this.timer)
    }
    this.wakesAt = at
    this.timer = setTimeout(() => this.flush(), Math.max(0, at - Date.now()))
  }

  private flush(): void {
    this.timer = null
    const { recording, id, attempt } = this.run
    const hasEnded = this.run.hasEnded()
    const batches = recording.after(this.held, samplesAMessage)
    const snapshotsFrom = this.snapshotsHeld
    const snapshots = this.nextSnapshots()
    for (const batch of batches) this.held[batch.track] = batch.from + batch.steps.length
    const waiting = Math.max(0, recording.length - samplesIn(this.held))
    this.isLastSent = hasEnded && waiting === 0 && this.snapshotsHeld >= recording.snapshots.length
    const values = this.nextValues()
    const hasValues = Object.keys(values).length > 0
    if (batches.length === 0 && snapshots.length === 0 && !hasValues && !this.isLastSent) {
      // Values that were held back come when their time has.
      if (this.run.values() !== this.sentValues) this.wake(this.valuesSentAt + valuesEvery)
      return
    }
    this.sentAt = Date.now()
    this.isUnacknowledged = true
    this.send({
      type: 'run.samples',
      run: id,
      attempt,
      batches,
      snapshots,
      snapshotsFrom,
      values,
      waiting,
      isLast: this.isLastSent,
    })
  }

  /** Those that were measured since the last ones went out. */
  private nextValues(): Values {
    const now = this.run.values()
    const isDue = this.isLastSent || Date.now() >= this.valuesSentAt + valuesEvery
    if (now === this.sentValues || !isDue) return {}
    const changed = Object.entries(now).filter(([id, value]) => this.sentValues[id] !== value)
    this.sentValues = now
    this.valuesSentAt = Date.now()
    return Object.fromEntries(changed)
  }

  private nextSnapshots(): SnapshotRecord[] {
    const next: SnapshotRecord[] = []
    let room = snapshotCharacters
    for (const snapshot of this.run.recording.snapshots.slice(this.snapshotsHeld)) {
      if (next.length > 0 && snapshot.data.length > room) break
      next.push(snapshot)
      room -= snapshot.data.length
    }
    this.snapshotsHeld += next.length
    return next
  }
}
