import { randomUUID } from 'node:crypto'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { removeUnfinished } from '#files/whole-file.ts'

/** Letters that every file system takes; the name is only for the record of where the images came from. */
const plainName = (name: string): string => name.replace(/[^\w.-]+/g, '_').slice(-100) || 'archive'

/**
 * An archive that a page sends in pieces, in a folder of its own below the data sets' until it has been imported. The
 * folder names its process, so that what a killed lab left is cleared away with the next one.
 */
export class ReceivedArchive {
  readonly path: string
  /** Bytes that have arrived, though they may not be written yet. */
  received = 0
  private readonly folder: string
  private readonly all: string
  private readonly file: Promise<FileHandle>
  private written: Promise<unknown>

  constructor(home: string, name: string) {
    const datasets = join(home, 'datasets')
    this.all = join(datasets, 'incoming')
    this.folder = `${this.all}.${process.pid}-${randomUUID()}.new`
    this.path = join(this.folder, plainName(name))
    this.file = this.begin(datasets)
    this.file.catch(() => undefined) // heard by whoever writes
    this.written = this.file
  }

  private async begin(datasets: string): Promise<FileHandle> {
    await mkdir(datasets, { recursive: true, mode: 0o700 })
    await removeUnfinished(this.all)
    await mkdir(this.folder, { mode: 0o700 })
    return open(this.path, 'wx', 0o600)
  }

  /** Writes a piece behind those before it; resolves when it is written, rejects with the file system's error. */
  add(piece: Uint8Array): Promise<void> {
    this.received += piece.length
    const written = Promise.all([this.file, this.written]).then(async ([file]) => {
      await file.writeFile(piece)
    })
    this.written = written
    return written
  }

  /** Resolves when everything is in the file, which can be read then. */
  async finish(): Promise<void> {
    await this.written
    await (await this.file).close()
  }

  /** Removes the file and its folder, whatever became of it. */
  async discard(): Promise<void> {
    await this.written.catch(() => undefined)
    await this.file.then((file) => file.close()).catch(() => undefined)
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined)
  }
}
