import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runSummarySchema, type RunSummary } from '#contract/runs.ts'
import { sampleBatchSchema, type SampleBatch } from '#contract/samples.ts'
import { snapshotSchema, type SnapshotRecord } from '#contract/snapshots.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { jsonSchema } from '#trainer/protocol.ts'
import { upgradeKept, upgradeStored } from './older-formats.ts'
import { Recording } from './recording.ts'

const storedSchema = z.strictObject({
  format: z.literal(3),
  /** The process that trains the run; another lab on the same folder leaves it alone while it lives. */
  owner: z.int().nullable(),
  run: runSummarySchema,
})

const keptSchema = z.strictObject({
  key: z.string(),
  result: jsonSchema,
  tracks: z.array(z.string()).readonly(),
})
/** A finished job of a run: what its process gave back, and the tracks that are its own. */
export type KeptJob = z.infer<typeof keptSchema>

const lines = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

/** A file of one JSON record a line, up to the first that cannot be read; a missing file is an empty one. `upgrade`: from an earlier version's form. */
async function readLines<T>(
  file: string,
  schema: z.ZodType<T>,
  upgrade: (record: unknown) => unknown = (record) => record,
): Promise<{ read: T[]; lost: number }> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const read: T[] = []
  const written = text.split('\n').filter((line) => line !== '')
  for (const [index, line] of written.entries()) {
    try {
      read.push(schema.parse(upgrade(JSON.parse(line))))
    } catch {
      return { read, lost: written.length - index }
    }
  }
  return { read, lost: 0 }
}

/** One sentence for a write that failed; `NodeJS.ErrnoException` codes said in words. */
export function writeProblem(error: unknown, folder: string): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk that holds ${folder} is full: the run was stopped and what was written is kept; free some space and run it again.`
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `The lab may not write to ${folder}: the run was stopped and what was written is kept; give it the right to, or set LAB182_HOME to another folder.`
  return `Writing to ${folder} failed (${(error as Error).message}): the run was stopped and what was written is kept.`
}

/**
 * A run on disk: `run.json` (replaced whole, so it is never torn), and samples, snapshots, finished jobs and telemetry
 * (appended a line at a time, so that a kill tears at most the last line).
 */
export class RunFolder {
  readonly path: string
  private writes: Promise<unknown> = Promise.resolve()

  constructor(runsFolder: string, id: string) {
    this.path = join(runsFolder, id)
  }

  async create(run: RunSummary): Promise<void> {
    await mkdir(this.path, { recursive: true })
    await this.writeSummary(run, process.pid)
    await writeFile(this.samplesFile, '')
  }

  /** Puts the run back to these samples and snapshots, which were read from it: the others are dropped. */
  async rewrite(run: RunSummary, recording: Recording): Promise<void> {
    await this.writeSummary(run, process.pid)
    await this.inOrder(() => writeFile(this.samplesFile, lines(recording.after({}, Infinity))))
    await this.inOrder(() => writeFile(this.snapshotsFile, lines(recording.snapshots)))
  }

  /** Resolves when written; writes keep their order. Rejects with the file system's error. */
  appendSamples(batches: readonly SampleBatch[]): Promise<void> {
    return this.inOrder(() => appendFile(this.samplesFile, lines(batches)))
  }

  appendSnapshots(snapshots: readonly SnapshotRecord[]): Promise<void> {
    return this.inOrder(() => appendFile(this.snapshotsFile, lines(snapshots)))
  }

  /** Written behind the samples of its tracks, so that a job on record has its samples there. */
  appendKept(kept: KeptJob): Promise<void> {
    return this.inOrder(() => appendFile(this.keptFile, lines([kept])))
  }

  /** The finished jobs, up to the first line that cannot be read. */
  async readKept(): Promise<KeptJob[]> {
    return (await readLines(this.keptFile, keptSchema, upgradeKept)).read
  }

  appendTelemetry(reading: TelemetryReading): Promise<void> {
    return this.inOrder(() => appendFile(join(this.path, 'telemetry.ndjson'), `${JSON.stringify(reading)}\n`))
  }

  writeSummary(run: RunSummary, owner: number | null): Promise<void> {
    const text = `${JSON.stringify({ format: 3, owner, run }, null, 2)}\n`
    return this.inOrder(async () => {
      const temporary = join(this.path, 'run.json.new')
      await writeFile(temporary, text)
      await rename(temporary, join(this.path, 'run.json'))
    })
  }

  /** Throws an Error whose message says what is wrong with the file. */
  async readSummary(): Promise<{ run: RunSummary; owner: number | null }> {
    const stored = storedSchema.safeParse(
      upgradeStored(JSON.parse(await readFile(join(this.path, 'run.json'), 'utf8'))),
    )
    if (!stored.success) {
      const issue = stored.error.issues[0]
      throw new Error(`${issue?.path.join('.') ?? 'the file'}: ${issue?.message ?? 'not a run'}`)
    }
    return stored.data
  }

  /**
   * The stored samples up to the first line that cannot be read; a kill leaves at most its last line torn.
   * `lost` is the number of unreadable lines.
   */
  async readSamples(): Promise<{ recording: Recording; lost: number }> {
    const recording = new Recording()
    const { read, lost } = await readLines(this.samplesFile, sampleBatchSchema)
    for (const [index, batch] of read.entries()) {
      try {
        recording.restore(batch)
      } catch {
        return { recording, lost: lost + read.length - index }
      }
    }
    recording.snapshots.push(...(await readLines(this.snapshotsFile, snapshotSchema)).read)
    return { recording, lost }
  }

  async remove(): Promise<void> {
    await this.inOrder(() => rm(this.path, { recursive: true, force: true }))
  }

  private get samplesFile(): string {
    return join(this.path, 'samples.ndjson')
  }
  private get snapshotsFile(): string {
    return join(this.path, 'snapshots.ndjson')
  }
  private get keptFile(): string {
    return join(this.path, 'finished-jobs.ndjson')
  }

  private inOrder<T>(write: () => Promise<T>): Promise<T> {
    const done = this.writes.then(write, write)
    this.writes = done.catch(() => undefined)
    return done
  }
}
