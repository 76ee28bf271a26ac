import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What a write that was cut short leaves beside its file. */
export const isUnfinished = (name: string): boolean => name.endsWith('.new')

/** The process is named, so that `removeUnfinished` leaves the files of living ones alone. */
const temporaryOf = (path: string): string => `${path}.${process.pid}-${randomUUID()}.new`

/** The file system's error of a disk that takes nothing, for a folder that this lab must not write to. */
export const readOnlyError = (folder: string): Error =>
  Object.assign(new Error(`EROFS: "${folder}" is open read-only`), { code: 'EROFS' })

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
 * Replaces a file whole or not at all, and through a power cut: after it, the file holds on the disk itself the text,
 * or what `content` has written. Rejects with its error or the file system's and leaves the old file then. (The
 * packages for this take a short write on a full disk for a whole one.)
 */
export async function writeWhole(
  path: string,
  content: string | ((file: FileHandle) => Promise<void>),
): Promise<void> {
  const temporary = temporaryOf(path)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      if (typeof content === 'string') await handle.writeFile(content)
      else await content(handle)
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

/** The same at once, for a program that is about to end; the folder is not synced. */
export function writeWholeSync(path: string, text: string): void {
  const temporary = temporaryOf(path)
  try {
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Whether a process of this number runs on this machine. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Removes what killed writers of `path` left beside it; what a living process writes is left alone. To be called
 * while this process does not write it: an earlier one may have had its number.
 */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path)
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${basename(path)}.`)) continue
    // ".unfinished-" is of the images of earlier versions.
    const pid = /\.(?:unfinished-(\d+)|(\d+)-[0-9a-f-]{36}\.new)$/.exec(name)?.slice(1).find(Boolean)
    if (pid === undefined) continue
    if (Number(pid) === process.pid || !isProcessAlive(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true })
  }
}
