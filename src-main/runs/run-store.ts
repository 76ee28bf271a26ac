import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLive, runIdSchema, type RunSummary } from '#contract/runs.ts'
import { samplesIn } from '#contract/samples.ts'
import { RunFolder } from './run-folder.ts'

/** A live run's telemetry file grows every second; one untouched for this long has no living owner. */
const ownerSilentAfter = 15_000

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The runs under the lab's home folder. */
export class RunStore {
  readonly folder: string
  /** The lab's own folder, which holds this one. */
  readonly home: string
  constructor(home: string) {
    this.home = home
    this.folder = join(home, 'runs')
  }

  runFolder(id: string): RunFolder {
    return new RunFolder(this.folder, id)
  }

  /** Makes the folder of the runs where there is none. Rejects when it cannot be made. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true })
  }

  /** The ids of the runs there are now. */
  async names(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => runIdSchema.safeParse(name).success)
  }

  /** The state of a run's record on disk: another one whenever it was written; null where there is none. */
  stamp(id: string): Promise<string | null> {
    return stat(join(this.folder, id, 'run.json')).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => null,
    )
  }

  /** One sentence for a folder that `openRun` could not open. */
  problemOf(id: string, error: unknown): string {
    return `The run in ${join(this.folder, id)} cannot be read (${(error as Error).message}); delete the folder or mend its run.json.`
  }

  /**
   * A run as it is on disk. One whose lab ended while it was under way becomes "interrupted" here, with the samples
   * that were written. Rejects where its record cannot be read.
   */
  async openRun(id: string): Promise<RunSummary> {
    const folder = this.runFolder(id)
    const { run, owner } = await folder.readSummary()
    if (!isLive(run.status) || (await this.hasLivingOwner(folder, run, owner))) return run
    const { recording, lost } = await folder.readSamples()
    const counts = recording.counts()
    const kept = samplesIn(counts)
    const finishedJobs = (await folder.readKept()).length
    const interrupted: RunSummary = {
      ...run,
      status: 'interrupted',
      problem:
        `The lab ended while this run was under way; ${kept} samples were kept` +
        (lost > 0 ? ' and the last, half-written ones were lost.' : '.') +
        (finishedJobs > 0
          ? ` Go on with it: ${finishedJobs} finished ${finishedJobs === 1 ? 'job is' : 'jobs are'} kept.`
          : ' Run it again with the same seed for the whole curve.'),
      finishedJobs,
      sampleCounts: counts,
      stepsDone: recording.stepsDone(),
      hasDiverged: recording.hasDiverged,
      endedAt: run.endedAt ?? (await this.lastWrite(folder)) ?? run.createdAt,
    }
    await folder.writeSummary(interrupted, null)
    return interrupted
  }

  private async hasLivingOwner(folder: RunFolder, run: RunSummary, owner: number | null): Promise<boolean> {
    if (owner === null || owner === process.pid || !isProcessAlive(owner)) return false
    const last = (await this.lastWrite(folder)) ?? run.createdAt
    return Date.now() - Date.parse(last) < ownerSilentAfter
  }

  private async lastWrite(folder: RunFolder): Promise<string | null> {
    const times = await Promise.all(
      ['samples.ndjson', 'telemetry.ndjson'].map((name) =>
        stat(join(folder.path, name)).then(
          (file) => file.mtimeMs,
          () => 0,
        ),
      ),
    )
    const last = Math.max(...times)
    return last > 0 ? new Date(last).toISOString() : null
  }
}
