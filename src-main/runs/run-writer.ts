import { rename, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunSummary } from '#contract/runs.ts'
import type { SampleBatch } from '#contract/samples.ts'
import type { SnapshotRecord } from '#contract/snapshots.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { AppendFile } from './append-file.ts'
import { ClaimLostError, takeClaim, type HeldClaim } from './claim.ts'
import { jsonLines } from './record-lines.ts'
import type { Recording } from './recording.ts'
import { RunFolder, type KeptJob } from './run-folder.ts'
import { syncFolder, writeWhole } from '#files/whole-file.ts'
import { WriteQueue } from './write-queue.ts'

/** What was logged is written through to the disk this often, in milliseconds: so much a power cut may cost. */
const syncEvery = 2000

/** Folders of runs that are being made, until they are whole. */
export const newPrefix = '.new-'

/** One sentence for a write that failed; `NodeJS.ErrnoException` codes said in words. */
export function writeProblem(error: unknown, folder: string): string {
  if (error instanceof ClaimLostError) return error.message
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk that holds ${folder} is full: the run was stopped and what was written is kept; free some space and run it again.`
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `The lab may not write to ${folder}: the run was stopped and what was written is kept; give it write permission, or set LAB182_HOME to another folder.`
  return `Writing to ${folder} failed (${(error as Error).message}): the run was stopped and what was written is kept.`
}

/** Writes a run under way, for as long as its claim is held. Writes keep their order and reject with the file system's error. */
export class RunWriter {
  readonly folder: RunFolder
  private readonly claim: HeldClaim
  private readonly queue = new WriteQueue()
  private readonly samples: AppendFile
  private readonly snapshots: AppendFile
  private readonly kept: AppendFile
  private readonly telemetry: AppendFile
  private saving: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null
  private isClosed = false

  constructor(folder: RunFolder, claim: HeldClaim) {
    this.folder = folder
    this.claim = claim
    this.samples = new AppendFile(folder.samplesFile)
    this.snapshots = new AppendFile(folder.snapshotsFile)
    this.kept = new AppendFile(folder.keptFile)
    this.telemetry = new AppendFile(folder.telemetryFile)
  }

  /** Makes the folder of a new run, whole or not at all, and claims it. Rejects with the file system's error. */
  static async create(runsFolder: string, run: RunSummary): Promise<RunWriter> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await createOnce(runsFolder, run)
      } catch (error) {
        // Another lab that starts sweeps a folder that it sees before its claim is in it.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === 3) throw error
      }
    }
  }

  /** Raises the heartbeat and writes through from now on; `onFailed` hears of a lost claim and of a disk's refusal. */
  keep(onFailed: (error: unknown) => void): void {
    this.claim.keep(() => onFailed(new ClaimLostError()))
    this.timer ??= setInterval(() => {
      if (!this.queue.isIdle) return
      this.queue.run(() => this.sync()).catch(onFailed)
    }, syncEvery)
    this.timer.unref()
  }

  /** Puts the run back to these samples, snapshots and finished jobs, which were read from it: the others are dropped. */
  rewrite(run: RunSummary, recording: Recording, jobs: readonly KeptJob[]): Promise<void> {
    const { folder } = this
    return this.write(async () => {
      await folder.writeSummary(run, process.pid)
      await writeWhole(folder.samplesFile, jsonLines(recording.after({}, Infinity)))
      await writeWhole(folder.snapshotsFile, jsonLines(recording.snapshots))
      await writeWhole(folder.keptFile, jsonLines(jobs))
    })
  }

  appendSamples(batches: readonly SampleBatch[]): Promise<void> {
    return this.write(() => this.samples.append(jsonLines(batches)))
  }

  appendSnapshots(snapshots: readonly SnapshotRecord[]): Promise<void> {
    return this.write(() => this.snapshots.append(jsonLines(snapshots)))
  }

  /** Written behind the samples of its tracks, so that a job on record has its samples there, after a power cut too. */
  appendKept(kept: KeptJob): Promise<void> {
    return this.write(async () => {
      await this.samples.sync()
      await this.snapshots.sync()
      await this.kept.append(jsonLines([kept]))
    })
  }

  appendTelemetry(reading: TelemetryReading): Promise<void> {
    return this.write(() => this.telemetry.append(jsonLines([reading])))
  }

  /** Writes run.json as `current` gives it by then; what it speaks of is on the disk before. */
  save(current: () => RunSummary): Promise<void> {
    this.saving ??= this.write(async () => {
      this.saving = null
      await this.sync()
      await this.folder.writeSummary(current(), process.pid)
    }).finally(() => (this.saving = null))
    return this.saving
  }

  /** The last write: the ended run. The claim is given up, whether the disk took it or not. */
  finish(current: () => RunSummary): Promise<void> {
    return this.write(async () => {
      try {
        await this.sync()
        await this.folder.writeSummary(current(), null)
      } finally {
        await this.close()
      }
    }).catch(async (error: unknown) => {
      await this.close()
      throw error
    })
  }

  private async sync(): Promise<void> {
    for (const file of [this.samples, this.snapshots, this.kept]) await file.sync()
  }

  private async close(): Promise<void> {
    if (this.isClosed) return
    this.isClosed = true
    if (this.timer) clearInterval(this.timer)
    for (const file of [this.samples, this.snapshots, this.kept, this.telemetry])
      await file.close().catch(() => undefined) // its data were synced, or the run has failed of it
    await this.claim.release()
  }

  private write(task: () => Promise<void>): Promise<void> {
    return this.queue.run(async () => {
      if (this.isClosed) throw new Error('the run has ended')
      await this.claim.assertOurs()
      await task()
    })
  }
}

async function createOnce(runsFolder: string, run: RunSummary): Promise<RunWriter> {
  const unfinished = new RunFolder(runsFolder, run.id, join(runsFolder, `${newPrefix}${run.id}`))
  const folder = new RunFolder(runsFolder, run.id)
  try {
    await mkdir(unfinished.path, { recursive: true, mode: 0o700 })
    const claim = await takeClaim(unfinished.path, null)
    await unfinished.writeSummary(run, null, 'start.json')
    await unfinished.writeSummary(run, process.pid)
    await writeFile(unfinished.samplesFile, '', { mode: 0o600 })
    await rename(unfinished.path, folder.path)
    claim.moved(folder.path)
    await syncFolder(runsFolder)
    return new RunWriter(folder, claim)
  } catch (error) {
    await rm(unfinished.path, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}
