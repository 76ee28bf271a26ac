import { randomUUID } from 'node:crypto'
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingAbout, RecordingMark } from '#contract/recording.ts'
import type { ReplyTo } from '#contract/messages.ts'
import { syncFolder, writeWhole } from '#files/whole-file.ts'
import { WriteQueue } from '#runs/write-queue.ts'
import { RecordingError, writingProblem } from './recording-error.ts'
import { recordingName } from './recording-name.ts'
import { durationBytes, prepareDuration, type DurationPlace } from './webm-duration.ts'
import { captionsFile, chaptersFile } from './webvtt.ts'

/** Bytes at the beginning of a file in which the place of its length must be found. */
const mostHead = 64 * 1024
/** Marks of one recording; a lesson has some dozens. */
const mostMarks = 5000

/** The part of an open file that is needed. */
export type RecordingFile = Pick<FileHandle, 'write' | 'truncate' | 'sync' | 'close'>
export type OpenFile = (path: string) => Promise<RecordingFile>
const openNew: OpenFile = (path) => open(path, 'wx', 0o600)

/** A file that is being written; the process is named, so that what a killed one left is found. */
export const unfinishedName = (): string => `unfinished-${process.pid}-${randomUUID()}.webm`

/** Renames a file that is whole, and rejects with EEXIST where the name is taken; the name stands for nothing less at any time. */
async function renameNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw error
    // A file system without links: the name is claimed first.
    await (await open(to, 'wx', 0o600)).close()
    return rename(from, to)
  }
  await rm(from)
}

/** A video that grows on the disk. It can be played up to its last piece at any time, and gets its name at its end. */
export class Recording {
  readonly id = randomUUID()
  private readonly queue = new WriteQueue()
  private readonly folder: string
  private readonly path: string
  private readonly file: RecordingFile
  /** Bytes that have arrived, and bytes of the file; the file has room for its length besides. */
  private arrived = 0
  private length = 0
  /** The beginning, until the place of the length is known. */
  private head: Buffer | null = Buffer.alloc(0)
  private place: DurationPlace | null = null
  private seconds = 0
  private about: RecordingAbout = { demo: null, part: null, seed: null }
  private readonly marks = new Map<string, RecordingMark>()
  private isOver = false
  private problem: RecordingError | null = null

  private constructor(folder: string, path: string, file: RecordingFile) {
    this.folder = folder
    this.path = path
    this.file = file
  }

  /** Begins a file in `folder`. Rejects with RecordingError. */
  static async begin(folder: string, openFile = openNew): Promise<Recording> {
    const path = join(folder, unfinishedName())
    try {
      return new Recording(folder, path, await openFile(path))
    } catch (error) {
      throw writingProblem(error, folder)
    }
  }

  /** The next bytes; it is `seconds` long with them. Rejects with RecordingError; the file is whole up to the piece before then. */
  write(from: number, seconds: number, bytes: Buffer): Promise<void> {
    return this.queue.run(async () => {
      if (this.problem) throw this.problem
      if (this.isOver || from !== this.arrived)
        throw new RecordingError(
          'The recording has ended: a piece of it is missing. What was recorded is kept.',
        )
      try {
        await this.take(bytes)
        await this.setLength(seconds)
      } catch (error) {
        this.problem = writingProblem(error, this.folder)
        await this.file.truncate(this.length).catch(() => undefined)
        throw this.problem
      }
      this.arrived += bytes.length
    })
  }

  describe(about: RecordingAbout): void {
    this.about = about
  }
  mark(mark: RecordingMark): void {
    const key = `${mark.kind} ${mark.at}`
    if (this.marks.size < mostMarks || this.marks.has(key)) this.marks.set(key, mark)
  }

  /** Gives the file its name and writes chapters and captions beside it. Rejects with RecordingError where nothing was recorded. */
  finish(seconds: number | null): Promise<ReplyTo<'recording.finish'>> {
    return this.queue.run(async () => {
      if (this.isOver) throw new RecordingError('This recording has been finished already.')
      this.isOver = true
      if (this.head && this.head.length > 0) await this.append(this.head).catch(() => undefined)
      if (seconds !== null && !this.problem) await this.setLength(seconds).catch(() => undefined)
      await this.file.sync().catch(() => undefined)
      await this.file.close()
      if (this.length === 0) {
        await rm(this.path, { force: true })
        throw new RecordingError('Nothing was recorded; record for a moment longer.')
      }
      const name = await this.named(seconds === null || this.problem !== null)
      const { beside, problem } = await this.writeBeside(name)
      await syncFolder(this.folder)
      return { file: `${name}.webm`, folder: this.folder, bytes: this.length, beside, problem }
    })
  }

  private async take(bytes: Buffer): Promise<void> {
    if (!this.head) return this.append(bytes)
    const head = Buffer.concat([this.head, bytes])
    const prepared = prepareDuration(head)
    if (prepared === null && head.length < mostHead) {
      this.head = head
      return
    }
    const made = prepared === null || prepared === 'none' ? { head, place: null } : prepared
    await this.append(Buffer.from(made.head))
    this.head = null
    this.place = made.place
  }

  private async append(bytes: Buffer): Promise<void> {
    let at = 0
    while (at < bytes.length) {
      const { bytesWritten } = await this.file.write(bytes, at, bytes.length - at, this.length + at)
      at += bytesWritten
    }
    this.length += bytes.length
  }

  private async setLength(seconds: number): Promise<void> {
    this.seconds = Math.max(this.seconds, seconds)
    if (!this.place) return
    const bytes = durationBytes(this.seconds, this.place)
    await this.file.write(bytes, 0, bytes.length, this.place.at)
  }

  /** Gives the file the first name of its kind that no other has, also where two labs end a recording at once. */
  private async named(isCutShort: boolean): Promise<string> {
    for (let number = 1; ; number++) {
      const name = recordingName(this.about, isCutShort, number)
      try {
        await renameNew(this.path, join(this.folder, `${name}.webm`))
        return name
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writingProblem(error, this.folder)
      }
    }
  }

  private async writeBeside(name: string): Promise<{ beside: string[]; problem: string | null }> {
    const marks = [...this.marks.values()]
    const beside: string[] = []
    let problem: string | null = null
    for (const [kind, text] of [
      ['chapters', chaptersFile(marks, this.seconds)],
      ['captions', captionsFile(marks, this.seconds)],
    ] as const) {
      if (text === null) continue
      const file = `${name}.${kind}.vtt`
      try {
        await writeWhole(join(this.folder, file), text)
        beside.push(file)
      } catch (error) {
        problem = `The ${kind} could not be written beside the video (${error instanceof Error ? error.message : ''}); the video is kept.`
      }
    }
    return { beside, problem }
  }
}
