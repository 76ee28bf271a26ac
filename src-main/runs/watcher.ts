import type { LabEvent } from '#contract/messages.ts'
import { samplesIn } from '#contract/samples.ts'
import type { SnapshotRecord } from '#contract/snapshots.ts'
import type { Recording } from './recording.ts'

/** At most about 30 messages a second to one port, each with at most this many samples. */
const sendEvery = 33
const samplesAMessage = 20_000
/** Characters of snapshots in one message, at least one snapshot. */
const snapshotCharacters = 1_000_000

/**
 * Streams one run's samples and snapshots to one port. The next message goes out only when the last was acknowledged, so a
 * slow page gets fewer and larger messages and is never buried.
 */
export class Watcher {
  private readonly held: Record<string, number>
  private snapshotsHeld: number
  private readonly run: { readonly id: string; readonly attempt: number }
  private readonly recording: Recording
  private readonly send: (event: LabEvent) => void
  private isUnacknowledged = false
  private timer: NodeJS.Timeout | null = null
  private sentAt = 0

  constructor(
    run: { readonly id: string; readonly attempt: number },
    recording: Recording,
    held: Readonly<Record<string, number>>,
    snapshotsHeld: number,
    send: (event: LabEvent) => void,
  ) {
    this.run = run
    this.recording = recording
    this.held = { ...held }
    this.snapshotsHeld = snapshotsHeld
    this.send = send
  }

  /** There may be something to send. */
  pump(): void {
    if (this.isUnacknowledged || this.timer) return
    this.timer = setTimeout(() => this.flush(), Math.max(0, this.sentAt + sendEvery - Date.now()))
  }

  acknowledge(): void {
    this.isUnacknowledged = false
    this.pump()
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.isUnacknowledged = true
  }

  private flush(): void {
    this.timer = null
    const batches = this.recording.after(this.held, samplesAMessage)
    const snapshots = this.nextSnapshots()
    if (batches.length === 0 && snapshots.length === 0) return
    for (const batch of batches) this.held[batch.track] = batch.from + batch.steps.length
    const sent = samplesIn(this.held)
    this.sentAt = Date.now()
    this.isUnacknowledged = true
    this.send({
      type: 'run.samples',
      run: this.run.id,
      attempt: this.run.attempt,
      batches,
      snapshots,
      waiting: Math.max(0, this.recording.length - sent),
    })
  }

  private nextSnapshots(): SnapshotRecord[] {
    const next: SnapshotRecord[] = []
    let room = snapshotCharacters
    for (const snapshot of this.recording.snapshots.slice(this.snapshotsHeld)) {
      if (next.length > 0 && snapshot.data.length > room) break
      next.push(snapshot)
      room -= snapshot.data.length
    }
    this.snapshotsHeld += next.length
    return next
  }
}
