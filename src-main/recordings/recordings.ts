import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptRecording } from '#contract/recording.ts'
import { isProcessAlive } from '#files/whole-file.ts'
import { WriteQueue } from '#runs/write-queue.ts'
import { Recording } from './recording.ts'
import { RecordingError, writingProblem } from './recording-error.ts'

const mostListed = 20
/** Windows that may be recorded at once. */
const mostOpen = 4
const unfinished = /^unfinished-(\d+)-([0-9a-f]{8})[0-9a-f-]*\.webm$/

/** The videos of a lab: a folder in its data folder, made when it is first needed. */
export class Recordings {
  readonly folder: string
  private readonly open = new Set<Recording>()
  private readonly finishing = new WriteQueue()

  constructor(home: string) {
    this.folder = join(home, 'recordings')
  }

  /** Rejects with RecordingError where no file can be begun. */
  async begin(): Promise<Recording> {
    if (this.open.size >= mostOpen)
      throw new RecordingError(
        `This lab records ${mostOpen} windows already; end one of these recordings first.`,
      )
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 })
    } catch (error) {
      throw writingProblem(error, this.folder)
    }
    await this.recover()
    const recording = await Recording.begin(this.folder)
    this.open.add(recording)
    return recording
  }

  /** Ends a recording; `seconds` null: it was cut short. One after the other, so that no two take one name. */
  finish(recording: Recording, seconds: number | null): ReturnType<Recording['finish']> {
    return this.finishing.run(() => recording.finish(seconds)).finally(() => this.open.delete(recording))
  }

  /** The newest first. */
  async list(): Promise<readonly KeptRecording[]> {
    await this.recover()
    const found = await Promise.all(
      (await this.names())
        .filter((file) => file.endsWith('.webm') && !unfinished.test(file))
        .map(async (file) => {
          const { size: bytes, mtimeMs } = await stat(join(this.folder, file))
          return { file, bytes, mtimeMs }
        }),
    )
    return found
      .sort((a, b) => b.mtimeMs - a.mtimeMs)
      .slice(0, mostListed)
      .map(({ file, bytes }) => ({ file, bytes }))
  }

  /** The lab closes: what is recorded still ends here, and is kept. */
  async close(): Promise<void> {
    await Promise.all([...this.open].map((recording) => this.finish(recording, null).catch(() => undefined)))
  }

  /** Names what a killed lab left; it can be played up to its last piece. */
  private async recover(): Promise<void> {
    for (const file of await this.names()) {
      const [, pid, id] = unfinished.exec(file) ?? []
      if (pid === undefined || isProcessAlive(Number(pid))) continue
      await rename(join(this.folder, file), join(this.folder, `recording-ended-early-${id}.webm`)).catch(
        () => undefined,
      )
    }
  }

  private names(): Promise<string[]> {
    return readdir(this.folder).catch(() => [])
  }
}
