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

  /**
   * All runs, newest first, and a sentence for each folder that cannot be read. A run whose lab ended while
   * it was under way becomes "interrupted" here, with the samples that were written.
   */
  async open(): Promise<{ runs: RunSummary[]; problems: string[] }> {
    await mkdir(this.folder, { recursive: true })
    const names = await this.names()
    const runs: RunSummary[] = []
    const problems: string[] = []
    for (const name of names) {
      try {
        runs.push(await this.openRun(this.runFolder(name)))
      } catch (error) {
        problems.push(
          `The run in ${join(this.folder, name)} cannot be read (${(error as Error).message}); delete the folder or mend its run.json.`,
        )
      }
    }
    runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    return { runs, problems }
  }

  /** The ids of the runs there are now. */
  async names(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => runIdSchema.safeParse(name).success)
  }

  /** A run as it is on disk now; null where it cannot be read (it is just being made, or damaged). */
  read(id: string): Promise<RunSummary | null> {
    return this.openRun(this.runFolder(id)).catch(() => null)
  }

  private async openRun(folder: RunFolder): Promise<RunSummary> {
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
