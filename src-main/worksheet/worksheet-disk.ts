import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { worksheetSchema, type Worksheet } from '#contract/worksheet.ts'
import { removeUnfinished, writeWhole } from '#files/whole-file.ts'
import type { HeldClaim } from '#runs/claim.ts'
import { RunError } from '#runs/run-error.ts'
import { WriteQueue } from '#runs/write-queue.ts'
import { keepBackup, newestBackup } from './backups.ts'
import { noticeOfBackup, restored, salvaged } from './mend-worksheet.ts'
import {
  DamagedWorksheetError,
  NewerWorksheetError,
  parseWorksheet,
  readText,
  stampOf,
  worksheetText,
} from './worksheet-file.ts'
import type { FolderLock } from './worksheet-lock.ts'
import { noSuchWorksheet, saveProblem } from './worksheet-problems.ts'

/** A worksheet as it was last read or written here, and its file then. */
interface Known {
  readonly worksheet: Worksheet
  readonly text: string
  readonly stamp: string | null
}

/**
 * The folders of the worksheets: `worksheet.json` (replaced whole, under a lock among labs and after it has been read
 * again), `backups/`, `files/` and `lock/`.
 */
export class WorksheetDisk {
  readonly folder: string
  private readonly lock: FolderLock
  private readonly onChange: (before: Worksheet, after: Worksheet) => void
  private readonly queues = new Map<string, WriteQueue>()
  private readonly known = new Map<string, Known>()
  private readonly notices = new Map<string, string>()
  /** Worksheets beside which nothing is left of writers that were killed. */
  private readonly cleared = new Set<string>()

  /** `onChange` is called with two states of a worksheet that were seen here one after the other. */
  constructor(home: string, lock: FolderLock, onChange: (before: Worksheet, after: Worksheet) => void) {
    this.folder = join(home, 'worksheets')
    this.lock = lock
    this.onChange = onChange
  }

  pathOf(id: string, ...below: readonly string[]): string {
    return join(this.folder, id, ...below)
  }
  fileOf(id: string): string {
    return this.pathOf(id, 'worksheet.json')
  }

  /** What is to be said once about how this worksheet was opened; null where nothing is. */
  takeNotice(id: string): string | null {
    const notice = this.notices.get(id) ?? null
    this.notices.delete(id)
    return notice
  }
  putNotice(id: string, notice: string): void {
    this.notices.set(id, notice)
  }

  private queueOf(id: string): WriteQueue {
    let queue = this.queues.get(id)
    if (!queue) this.queues.set(id, (queue = new WriteQueue()))
    return queue
  }

  /** One change at a time, here and among labs. Throws a sentence where the file system refuses it. */
  alone<T>(id: string, task: (claim: HeldClaim) => Promise<T>): Promise<T> {
    return this.queueOf(id).run(async () => {
      try {
        return await this.lock.run(this.pathOf(id, 'lock'), task)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noSuchWorksheet(id)
        throw saveProblem(error, this.pathOf(id))
      }
    })
  }

  /**
   * What is on disk; it is read only where it has changed. Throws DamagedWorksheetError (also where there is none), and
   * a sentence where it is of a newer version.
   */
  async look(id: string): Promise<Worksheet> {
    for (;;) {
      const stamp = await stampOf(this.fileOf(id))
      const known = this.known.get(id)
      if (known && stamp !== null && known.stamp === stamp) return known.worksheet
      const read = await this.parsed(id)
      if ((await stampOf(this.fileOf(id))) === stamp) return this.remember({ ...read, stamp })
    }
  }

  /** The same, for who holds the lock: whatever the file's stamp says, nothing is changed that was not read. */
  private async lookAgain(id: string): Promise<Worksheet> {
    const read = await this.parsed(id)
    return this.remember({ ...read, stamp: await stampOf(this.fileOf(id)) })
  }

  private async parsed(id: string): Promise<Omit<Known, 'stamp'>> {
    const text = await readText(this.fileOf(id))
    const known = this.known.get(id)
    if (known?.text === text) return known
    try {
      const worksheet = parseWorksheet(text)
      if (worksheet.id !== id) throw new DamagedWorksheetError(`it is of "${worksheet.id}"`, worksheet)
      return { worksheet, text }
    } catch (error) {
      if (error instanceof NewerWorksheetError)
        throw new RunError(`The worksheet "${id}" ${error.message}.`, 'worksheet')
      throw error
    }
  }

  /** The same for who holds the lock: a damaged file is put aside and its newest good backup takes its place. */
  async read(id: string, claim: HeldClaim, now: Date): Promise<Worksheet> {
    const file = this.fileOf(id)
    if (!this.cleared.has(id)) await removeUnfinished(file)
    this.cleared.add(id)
    try {
      return await this.lookAgain(id)
    } catch (error) {
      if (!(error instanceof DamagedWorksheetError)) throw error
      const backup = await newestBackup(this.pathOf(id, 'backups'))
      const isThere = (await stampOf(file)) !== null
      if (!backup && !isThere) throw error
      await claim.assertOurs()
      const aside = `worksheet.damaged-${now.getTime()}.json`
      if (isThere) await rename(file, this.pathOf(id, aside))
      const mended = backup ? restored(backup) : salvaged(error.content, id, now.toISOString())
      await this.write(mended, claim, now)
      this.putNotice(id, noticeOfBackup(backup, isThere ? { why: error.message, aside } : null))
      return mended
    }
  }

  /** Puts a worksheet in the place of what is on disk, which is kept as a backup; for who holds the lock. */
  async write(worksheet: Worksheet, claim: HeldClaim, now: Date): Promise<Worksheet> {
    const { id } = worksheet
    const file = this.fileOf(id)
    // What could not be read again is not written.
    worksheetSchema.parse(worksheet)
    await keepBackup(file, this.pathOf(id, 'backups'), now.getTime())
    await claim.assertOurs()
    const text = worksheetText(worksheet)
    await writeWhole(file, text)
    return this.remember({ worksheet, text, stamp: await stampOf(file) })
  }

  /** Resolves when everything that was asked for until now is done. */
  async settled(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.run(() => Promise.resolve())))
  }

  private remember(now: Known): Worksheet {
    const { worksheet } = now
    const before = this.known.get(worksheet.id)?.worksheet
    this.known.set(worksheet.id, now)
    if (before && before !== worksheet) this.onChange(before, worksheet)
    return worksheet
  }

  /** The worksheet is gone. False where it was not known here. */
  forget(id: string): boolean {
    return this.known.delete(id)
  }

  /** Reads what other labs changed in the worksheets that are known here; gives the ids of those that are gone. */
  async refresh(): Promise<string[]> {
    const gone: string[] = []
    for (const [id, { stamp }] of this.known) {
      const queue = this.queueOf(id)
      // What this lab is writing now it knows already.
      if (!queue.isIdle) continue
      const found = await stampOf(this.fileOf(id))
      if (found === null) gone.push(id)
      else if (found !== stamp) await queue.run(() => this.look(id)).catch(() => undefined) // who opens it hears why
    }
    return gone.filter((id) => this.forget(id))
  }
}
