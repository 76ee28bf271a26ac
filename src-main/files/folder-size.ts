import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface FolderSize {
  readonly files: number
  readonly bytes: number
  /** What could not be read, and why. */
  readonly unread: readonly string[]
}

/** Files looked at side by side; between two such groups the program does other things. */
const together = 64
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/**
 * The files below a folder or the file itself, and the bytes that they hold; links count as themselves and are not
 * followed. A folder that is not there is empty. Never rejects: what cannot be read is named.
 */
export async function folderSize(path: string): Promise<FolderSize> {
  const unread: string[] = []
  let [files, bytes] = [0, 0]
  const waiting = [path]
  while (waiting.length > 0) {
    const paths = waiting.splice(-together)
    const found = await Promise.all(
      paths.map(async (each) => {
        try {
          const stats = await lstat(each)
          if (stats.isDirectory()) return (await readdir(each)).map((name) => join(each, name))
          files++
          bytes += stats.size
        } catch (error) {
          // Deleted meanwhile, it is no part of what there is.
          if (codeOf(error) !== 'ENOENT') unread.push(`${each} (${codeOf(error)})`)
        }
        return []
      }),
    )
    // One by one: a folder may hold more names than a call takes arguments.
    for (const inside of found) for (const each of inside) waiting.push(each)
  }
  return { files, bytes, unread }
}
