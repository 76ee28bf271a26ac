import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What a write that was cut short leaves beside its file; `.new` is of earlier versions. */
export const isUnfinished = (name: string): boolean => /\.(new|[0-9a-f-]{36}\.new)$/.test(name)

const notThere = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EISDIR', 'EPERM', 'EACCES'])

/** Makes the names in a folder last through a power cut; some systems and file systems have no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!notThere.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/**
 * Replaces a file whole or not at all, and through a power cut: after it, the file holds the text on the disk itself.
 * Rejects with the file system's error and leaves the old file then. (The packages for this take a short write on a
 * full disk for a whole one.)
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.new`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}
