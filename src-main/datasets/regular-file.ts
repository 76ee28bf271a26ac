/** Reading only plain files, and no more of them than is wanted: a device or a pipe may never end. */
import { constants, type Stats } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { DatasetError } from './dataset-error.ts'

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a named pipe'
  if (found.isSocket()) return 'a socket'
  return found.isCharacterDevice() || found.isBlockDevice() ? 'a device' : 'something else'
}

function refuseOthers(path: string, found: Stats): void {
  if (!found.isFile())
    throw new DatasetError(`${path} is ${kindOf(found)}, not a file; give the path of a file on a disk.`)
}

/**
 * Opens a plain file, or a link to one, for reading, and returns its size in bytes with it; the caller closes it.
 * Throws DatasetError where it is something else, judged before it is opened (a device may act on that) and again on
 * what was opened (which cannot be exchanged any more); the file system's error where it cannot be opened.
 */
export async function openRegular(path: string): Promise<{ file: FileHandle; size: number }> {
  refuseOthers(path, await stat(path))
  // A pipe that took the file's place would let an ordinary open wait for its writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const found = await file.stat()
    refuseOthers(path, found)
    return { file, size: found.size }
  } catch (error) {
    await file.close()
    throw error
  }
}

const chunkBytes = 1024 * 1024

/**
 * The content of a plain file, or null where it has more than `most` bytes: what the file system says of the size is
 * not trusted (files of /proc have 0). Throws as openRegular does.
 */
export async function readAtMost(path: string, most: number): Promise<Buffer | null> {
  const { file, size } = await openRegular(path)
  try {
    if (size > most) return null
    const parts: Buffer[] = []
    let total = 0
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes)
      if (bytesRead === 0) return Buffer.concat(parts)
      total += bytesRead
      if (total > most) return null
      parts.push(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}
