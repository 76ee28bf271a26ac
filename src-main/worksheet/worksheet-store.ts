import { access, constants, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Worksheet, WorksheetHead } from '#contract/worksheet.ts'
import { readOnlyError, syncFolder } from '#files/whole-file.ts'
import { daysInTrash } from '#runs/run-edits.ts'
import { newestBackup, readBackups } from './backups.ts'
import { BatchedChanges, type Change } from './batched-changes.ts'
import { withoutLooseLinks } from './change-links.ts'
import { noticeOfBackup, restored } from './mend-worksheet.ts'
import { changeBetween, type WorksheetChange } from './worksheet-changes.ts'
import { WorksheetDisk } from './worksheet-disk.ts'
import { DamagedWorksheetError, emptyWorksheet } from './worksheet-file.ts'
import { sweepFiles, sweepUnfinished } from './worksheet-files.ts'
import { listWorksheets } from './worksheet-list.ts'
import { FolderLock } from './worksheet-lock.ts'
import { noSuchWorksheet, saveProblem } from './worksheet-problems.ts'

/** The worksheet that is made by the first look at it. */
const firstWorksheet: Pick<Worksheet, 'id' | 'name'> = { id: 'mine', name: 'My homework' }
const trashName = '.trash'

export interface OpenedWorksheet {
  readonly worksheet: Worksheet
  readonly notice: string | null
  readonly isReadOnly: boolean
}

/** The worksheets under the lab's home, and who hears of their changes. */
export class WorksheetStore {
  private readonly disk: WorksheetDisk
  private readonly changes: BatchedChanges
  private readonly now: () => Date
  /** The folder is of a newer lab, so it is treated as a disk that takes nothing. */
  private readonly isReadOnly: boolean
  /** Worksheets whose unused files were cleared away. */
  private readonly tidied = new Set<string>()
  private readonly listeners = new Set<(change: WorksheetChange) => void>()

  constructor(home: string, { lock = new FolderLock(), now = () => new Date(), isReadOnly = false } = {}) {
    this.now = now
    this.isReadOnly = isReadOnly
    this.disk = new WorksheetDisk(home, lock, (before, after) => {
      const change = changeBetween(before, after)
      if (change) this.tell(change)
    })
    this.changes = new BatchedChanges(this.disk, now)
  }

  /** Who hears what changes in worksheets that were opened here, whoever changed it. */
  listen(listener: (change: WorksheetChange) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  private tell(change: WorksheetChange): void {
    for (const listener of this.listeners) listener(change)
  }

  /** The folder of a worksheet's pictures and charts. */
  filesOf(id: string): string {
    return this.disk.pathOf(id, 'files')
  }

  /** Every worksheet by name; one that cannot be read with the sentence why. */
  list(): Promise<WorksheetHead[]> {
    return listWorksheets(this.disk.folder)
  }

  /** Makes an empty worksheet, whose id follows from its name. Rejects with a sentence where it cannot be made. */
  async create(name: string): Promise<Worksheet> {
    const slug = slugOf(name)
    for (let number = 1; ; number++) {
      const id = number === 1 ? slug : `${slug}-${number}`
      try {
        await mkdir(this.disk.folder, { recursive: true, mode: 0o700 })
        await mkdir(this.disk.pathOf(id), { mode: 0o700 })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
        throw saveProblem(error, this.disk.folder)
      }
      return this.make(id, name)
    }
  }

  private make(id: string, name: string): Promise<Worksheet> {
    return this.disk.alone(id, async (claim) => {
      const now = this.now()
      try {
        return await this.disk.read(id, claim, now)
      } catch (error) {
        if (!(error instanceof DamagedWorksheetError)) throw error
        return this.disk.write(emptyWorksheet(id, name, now.toISOString()), claim, now)
      }
    })
  }

  /**
   * A worksheet as it is on disk, or restored from its newest good backup. "mine" is made where there is none. Rejects
   * with a sentence where there is none, or it is of a newer version.
   */
  async open(id: string): Promise<OpenedWorksheet> {
    let worksheet = await this.current(id)
    const isReadOnly =
      this.isReadOnly ||
      (await access(this.disk.pathOf(id), constants.W_OK).then(
        () => false,
        () => true,
      ))
    if (!isReadOnly && !this.tidied.has(id)) {
      this.tidied.add(id)
      // What cannot be cleared away stays.
      worksheet = await this.tidy(id).catch(() => worksheet)
    }
    return { worksheet, notice: this.disk.takeNotice(id), isReadOnly }
  }

  /** Lets go of links that no text names, and of files that no link names; gives the worksheet as it is then. */
  private async tidy(id: string): Promise<Worksheet> {
    const now = this.now()
    const worksheet = await this.update(id, (found) => {
      const next = withoutLooseLinks(found, now)
      return { next, answer: next ?? found }
    })
    const backups = await readBackups(this.disk.pathOf(id, 'backups'))
    await sweepFiles(this.filesOf(id), [worksheet, ...backups], now.getTime())
    for (const below of ['files', 'backups', 'lock'])
      await sweepUnfinished(this.disk.pathOf(id, below), now.getTime())
    return worksheet
  }

  /** The same; a notice stays for who opens it. */
  async current(id: string): Promise<Worksheet> {
    try {
      return await this.disk.look(id)
    } catch (error) {
      if (!(error instanceof DamagedWorksheetError)) throw error
    }
    const isFirst = id === firstWorksheet.id
    const names: readonly string[] = await readdir(this.disk.folder).catch(() => [])
    const isThere = names.includes(id)
    if (!isThere && !isFirst) throw noSuchWorksheet(id)
    try {
      if (this.isReadOnly) throw readOnlyError(this.disk.folder)
      if (isFirst) {
        await mkdir(this.disk.pathOf(id), { recursive: true, mode: 0o700 })
        return await this.make(id, firstWorksheet.name)
      }
      return await this.disk.alone(id, (claim) => this.disk.read(id, claim, this.now()))
    } catch (error) {
      if (error instanceof DamagedWorksheetError) throw noSuchWorksheet(id)
      // A disk that takes nothing: what is there is shown all the same.
      const backup = await newestBackup(this.disk.pathOf(id, 'backups'))
      if (!backup && (isThere || !isFirst)) throw saveProblem(error, this.disk.pathOf(id))
      if (!backup) return emptyWorksheet(id, firstWorksheet.name, this.now().toISOString())
      this.disk.putNotice(id, noticeOfBackup(backup, null))
      return restored(backup)
    }
  }

  /**
   * Changes a worksheet; resolves when that is on disk. Rejects with a sentence where it cannot be written, or with what
   * `change` throws.
   */
  async update<T>(id: string, change: Change<T>): Promise<T> {
    try {
      return await this.changes.ask(id, change)
    } catch (error) {
      if (error instanceof DamagedWorksheetError) throw noSuchWorksheet(id)
      throw error
    }
  }

  /** Moves a worksheet to the trash folder beside the others. */
  async delete(id: string): Promise<void> {
    const trash = join(this.disk.folder, trashName)
    await this.disk.alone(id, async (claim) => {
      const target = join(trash, `${id}-${this.now().getTime()}`)
      await mkdir(trash, { recursive: true, mode: 0o700 })
      await claim.assertOurs()
      await rename(this.disk.pathOf(id), target)
      claim.moved(join(target, 'lock'))
      await syncFolder(this.disk.folder)
    })
    if (this.disk.forget(id)) this.tell(goneChange(id))
  }

  /** Removes what has been in the trash as long as a deleted run is kept there. */
  async expireTrash(): Promise<void> {
    const trash = join(this.disk.folder, trashName)
    const before = this.now().getTime() - daysInTrash * 24 * 3_600_000
    for (const name of await readdir(trash).catch((): string[] => [])) {
      // The moment it was deleted stands at the end of its name.
      const deletedAt = Number(/-(\d{10,16})$/.exec(name)?.[1] ?? NaN)
      if (deletedAt < before) await rm(join(trash, name), { recursive: true, force: true })
    }
  }

  /** Looks at what other labs changed in the worksheets that were opened here; to be called every few seconds. */
  async refresh(): Promise<void> {
    for (const id of await this.disk.refresh()) this.tell(goneChange(id))
  }

  /** Resolves when everything that was asked for is written. */
  close(): Promise<void> {
    return this.disk.settled()
  }
}

/** A worksheet that is gone: whoever shows it asks for it again, and hears so. */
const goneChange = (worksheet: string): WorksheetChange => ({
  type: 'worksheet.changed',
  worksheet,
  cells: [],
  isLogChanged: false,
  isHeadChanged: true,
})

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '') || 'worksheet'
