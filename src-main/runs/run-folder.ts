import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runSummarySchema, type RunSummary } from '#contract/runs.ts'
import { sampleBatchSchema } from '#contract/samples.ts'
import { snapshotSchema } from '#contract/snapshots.ts'
import { jsonSchema } from '#trainer/protocol.ts'
import { upgradeKept, upgradeStored } from './older-formats.ts'
import { forEachRecord, readRecords } from './record-lines.ts'
import { Recording } from './recording.ts'
import { writeWhole } from '#files/whole-file.ts'

const format = 3
const storedSchema = z.strictObject({
  format: z.literal(format),
  /** The process that trains the run, for labs of before claim.ts, and null when it has ended. */
  owner: z.int().nullable(),
  run: runSummarySchema,
})

export const keptSchema = z.strictObject({
  key: z.string(),
  result: jsonSchema,
  tracks: z.array(z.string()).readonly(),
})
/** A finished job of a run: what its process gave back, and the tracks that are its own. */
export type KeptJob = z.infer<typeof keptSchema>

/** run.json is of a version of the lab that does not exist yet here; it is left as it is. */
export class NewerRunError extends Error {}
/** run.json is missing or is no record of a run. `content` is what could be read of it. */
export class DamagedRunError extends Error {
  readonly content: unknown
  constructor(message: string, content: unknown) {
    super(message)
    this.content = content
  }
}

/**
 * A run on disk: `run.json` (replaced whole, so it is never torn), `start.json` (the same as the run began, written
 * once), and samples, snapshots, finished jobs and telemetry (appended a line at a time, so that a kill tears at most
 * the last line). It is read here; only who holds its claim writes it (run-writer.ts).
 */
export class RunFolder {
  readonly id: string
  readonly path: string

  constructor(runsFolder: string, id: string, path = join(runsFolder, id)) {
    this.id = id
    this.path = path
  }

  file(name: 'run.json' | 'start.json'): string {
    return join(this.path, name)
  }
  get samplesFile(): string {
    return join(this.path, 'samples.ndjson')
  }
  get snapshotsFile(): string {
    return join(this.path, 'snapshots.ndjson')
  }
  get keptFile(): string {
    return join(this.path, 'finished-jobs.ndjson')
  }
  get telemetryFile(): string {
    return join(this.path, 'telemetry.ndjson')
  }

  /** Throws NewerRunError, DamagedRunError (also where there is no such file) or the file system's error. */
  async readSummary(name: 'run.json' | 'start.json' = 'run.json'): Promise<z.infer<typeof storedSchema>> {
    const text = await readFile(this.file(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw new DamagedRunError('it is missing', null)
      throw error
    })
    return parseStored(text)
  }

  /** Writes run.json; for who holds the claim. `owner` is null once the run has ended. */
  async writeSummary(run: RunSummary, owner: number | null, name: 'run.json' | 'start.json' = 'run.json') {
    await writeWhole(this.file(name), `${JSON.stringify({ format, owner, run }, null, 2)}\n`)
  }

  /** The finished jobs whose lines can be read, each once. */
  async readKept(): Promise<KeptJob[]> {
    const { read } = await readRecords(this.keptFile, keptSchema, upgradeKept)
    return [...new Map(read.map((job) => [job.key, job])).values()]
  }

  /**
   * The stored samples and snapshots. `lost` is the number of lines that cannot be read, or do not continue what is
   * before them.
   */
  async readSamples(): Promise<{ recording: Recording; lost: number }> {
    const recording = new Recording()
    const lost = await forEachRecord(this.samplesFile, sampleBatchSchema, (batch) => recording.restore(batch))
    const torn = await forEachRecord(this.snapshotsFile, snapshotSchema, (record) =>
      recording.snapshots.push(record),
    )
    return { recording, lost: lost + torn }
  }

  /** When something was last logged, but not after now: clocks are set back. Null where nothing was. */
  async lastWrite(): Promise<string | null> {
    const times = await Promise.all(
      [this.samplesFile, this.telemetryFile].map((file) =>
        stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      ),
    )
    const last = Math.min(Date.now(), Math.max(...times))
    return last > 0 ? new Date(last).toISOString() : null
  }

  /** Bytes of all its files; null where the folder cannot be read. */
  async size(): Promise<number | null> {
    try {
      const names = await readdir(this.path)
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(this.path, name))).size))
      return sizes.reduce((sum, size) => sum + size, 0)
    } catch {
      return null // it is being deleted, or written anew: measured again with the next reading
    }
  }

  /** Bytes of samples, telemetry and finished jobs: what grows while a run is under way. */
  async logged(): Promise<number[]> {
    return Promise.all(
      [this.samplesFile, this.telemetryFile, this.keptFile].map((file) =>
        stat(file).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    )
  }
}

function parseStored(text: string): z.infer<typeof storedSchema> {
  if (text === '') throw new DamagedRunError('it is empty', null)
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new DamagedRunError((error as Error).message.replaceAll('\0', ''), null)
  }
  const stored = storedSchema.safeParse(upgradeStored(content))
  if (stored.success) return stored.data
  const newer = (content as { format?: unknown } | null)?.format
  if (typeof newer === 'number' && newer > format)
    throw new NewerRunError(`was written by a newer Lab 182 (format ${newer}); update this lab to open it`)
  if (stored.error.issues.every(({ code }) => code === 'unrecognized_keys'))
    throw new NewerRunError('was written by a newer Lab 182; update this lab to open it')
  const issue = stored.error.issues[0]
  throw new DamagedRunError(
    `${issue?.path.join('.') ?? 'the file'}: ${issue?.message ?? 'not a run'}`,
    content,
  )
}
