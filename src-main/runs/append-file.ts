import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '#files/whole-file.ts'

/** Some file systems (and /dev/full) cannot be told to write through; there is nothing better to do there. */
const cannotSync = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS'])

/** A file that lines are added to: one open handle, written through when asked. Calls must not overlap. */
export class AppendFile {
  private readonly path: string
  private handle: FileHandle | null = null
  private isDirty = false
  /** Its name may not be on the disk yet. */
  private isNew = false

  constructor(path: string) {
    this.path = path
  }

  /** Rejects with the file system's error. */
  async append(lines: string): Promise<void> {
    this.handle ??= await this.openAtLine()
    this.isDirty = true
    await this.handle.appendFile(lines)
  }

  /** What was appended is on the disk itself after this. */
  async sync(): Promise<void> {
    if (!this.handle || !this.isDirty) return
    const { handle } = this
    if (this.isNew) await syncFolder(dirname(this.path))
    this.isNew = false
    await handle.datasync().catch((error: NodeJS.ErrnoException) => {
      if (!cannotSync.has(error.code ?? '')) throw error
    })
    this.isDirty = false
  }

  async close(): Promise<void> {
    const { handle } = this
    this.handle = null
    await handle?.close()
  }

  /** A torn last line is ended first, or the next one would be lost with it. */
  private async openAtLine(): Promise<FileHandle> {
    const handle = await open(this.path, 'a+', 0o600)
    try {
      const { size } = await handle.stat()
      this.isNew = size === 0
      const last = Buffer.alloc(1)
      if (size > 0) await handle.read(last, 0, 1, size - 1)
      if (size > 0 && last[0] !== 10) await handle.appendFile('\n')
      return handle
    } catch (error) {
      await handle.close()
      throw error
    }
  }
}
