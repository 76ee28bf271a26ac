import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runSummarySchema, type RunSummary } from '#contract/runs.ts'
import { sampleBatchSchema, type SampleBatch } from '#contract/samples.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { Recording } from './recording.ts'

const storedSchema = z.strictObject({
  format: z.literal(1),
  /** The process that trains the run; another lab on the same folder leaves it alone while it lives. */
  owner: z.int().nullable(),
  run: runSummarySchema,
})

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
 * A run on disk: `run.json` (replaced whole, so it is never torn), `samples.ndjson` and `telemetry.ndjson`
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

  /** Resolves when written; writes keep their order. Rejects with the file system's error. */
  appendSamples(batches: readonly SampleBatch[]): Promise<void> {
    const lines = batches.map((batch) => `${JSON.stringify(batch)}\n`).join('')
    return this.inOrder(() => appendFile(this.samplesFile, lines))
  }

  appendTelemetry(reading: TelemetryReading): Promise<void> {
    return this.inOrder(() => appendFile(join(this.path, 'telemetry.ndjson'), `${JSON.stringify(reading)}\n`))
  }

  writeSummary(run: RunSummary, owner: number | null): Promise<void> {
    const text = `${JSON.stringify({ format: 1, owner, run }, null, 2)}\n`
    return this.inOrder(async () => {
      const temporary = join(this.path, 'run.json.new')
      await writeFile(temporary, text)
      await rename(temporary, join(this.path, 'run.json'))
    })
  }

  /** Throws an Error whose message says what is wrong with the file. */
  async readSummary(): Promise<{ run: RunSummary; owner: number | null }> {
    const stored = storedSchema.safeParse(JSON.parse(await readFile(join(this.path, 'run.json'), 'utf8')))
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
    const text = await readFile(this.samplesFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    const lines = text.split('\n').filter((line) => line !== '')
    for (const [index, line] of lines.entries()) {
      try {
        recording.restore(sampleBatchSchema.parse(JSON.parse(line)))
      } catch {
        return { recording, lost: lines.length - index }
      }
    }
    return { recording, lost: 0 }
  }

  async remove(): Promise<void> {
    await this.inOrder(() => rm(this.path, { recursive: true, force: true }))
  }

  private get samplesFile(): string {
    return join(this.path, 'samples.ndjson')
  }

  private inOrder<T>(write: () => Promise<T>): Promise<T> {
    const done = this.writes.then(write, write)
    this.writes = done.catch(() => undefined)
    return done
  }
}
