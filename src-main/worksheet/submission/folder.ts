/** The folder of a submission: written under another name, and given its own only when everything in it is right. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '#files/whole-file.ts'
import { forgetMaking, noteMaking } from './making-records.ts'
import { holdsExport, replaceExport, writeManifest } from './replace-export.ts'

/** "My homework" -> "my-homework". */
export const folderWord = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'worksheet'

/** The entries of a folder; null where there is none. Rejects with the file system's error where it is a file. */
async function entriesOf(folder: string): Promise<readonly string[] | null> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A folder that is not there yet: `word` in `parent`, with a number behind it where that is taken. */
export async function newFolderIn(parent: string, word: string): Promise<string> {
  for (let number = 1; ; number++) {
    const folder = join(parent, number === 1 ? word : `${word}-${number}`)
    if ((await entriesOf(folder)) === null) return folder
  }
}

/**
 * The folder that was named, if it is not there yet, empty, or holds an earlier export, which the new one replaces; else
 * a new one in it, so that nothing else is mixed with it.
 */
export async function freeFolder(named: string, word: string): Promise<string> {
  const entries = await entriesOf(named)
  const isFree = entries === null || entries.length === 0 || (await holdsExport(named))
  return isFree ? named : newFolderIn(named, word)
}

/** A folder that is being filled. */
export class FolderInMaking {
  readonly #home: string
  readonly #id: string
  readonly folder: string

  private constructor(home: string, folder: string, id: string) {
    this.#home = home
    this.folder = folder
    this.#id = id
  }

  get #temporary(): string {
    return `${this.folder}.${this.#id}.new`
  }

  /** `home`: where it is noted, for a lab that is killed. Rejects with the file system's error. */
  static async begin(home: string, folder: string): Promise<FolderInMaking> {
    const making = new FolderInMaking(home, folder, randomUUID().slice(0, 8))
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
    await noteMaking(home, making.#id, making.#temporary)
    try {
      await mkdir(making.#temporary, { mode: 0o700 })
      return making
    } catch (error) {
      await making.abandon()
      throw error
    }
  }

  /** Where a file lies until the folder has its name. */
  path(name: string): string {
    return join(this.#temporary, ...name.split('/'))
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    const path = this.path(name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, content, { mode: 0o600, flush: true })
  }

  /** A file that is written piece by piece; it is synced and closed at the end, come what may. */
  async writeWith(
    name: string,
    fill: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
  ): Promise<void> {
    const file = await open(this.path(name), 'wx', 0o600)
    try {
      await fill(file)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  /** Gives the folder its name, or its files the place of an earlier export's; returns a sentence for each older file left. */
  async finish(): Promise<string[]> {
    await writeManifest(this.#temporary)
    // An empty folder of that name may be there; only an empty one is removed.
    await rmdir(this.folder).catch(() => undefined)
    let notes: string[] = []
    if (await holdsExport(this.folder)) notes = await replaceExport(this.#temporary, this.folder)
    else await rename(this.#temporary, this.folder)
    await syncFolder(dirname(this.folder))
    await forgetMaking(this.#home, this.#id)
    return notes
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    await rm(this.#temporary, { recursive: true, force: true, maxRetries: 3 })
    await forgetMaking(this.#home, this.#id)
  }
}
