import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** A page on disk that leads to the one-time address. */
export interface EntryFile {
  readonly path: string
  /** Deletes it; once is enough. */
  remove(): void
}

const prefix = 'lab182-open-'
/** Milliseconds a browser has to read the page, and after which one that was left behind is litter. */
const lifetime = 120_000

/**
 * Where a browser that is confined (a snap, as Chromium and Firefox are on Ubuntu) may read: in the user's folder, under
 * a name without a dot. Elsewhere the folder for temporary files is the user's own.
 */
const usualPlaces = (): string[] =>
  process.platform === 'linux' ? [homedir(), tmpdir()] : [tmpdir(), homedir()]

const page = (address: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${address}">
<title>Lab 182</title>
<p><a href="${address}">Open the lab</a></p>
</html>
`

/**
 * Writes a page that only its owner can read and that leads to `address`, which is secret: given to a browser in its
 * arguments, the address would stand in the list of processes for every user of the machine. The file goes when it is
 * removed, after two minutes, or with this process; what a killed lab left behind is swept. Throws when no place can be
 * written to.
 */
export function writeEntryFile(address: string, places: readonly string[] = usualPlaces()): EntryFile {
  for (const place of places) sweep(place)
  const folder = makeFolder(places)
  const remove = (): void => {
    clearTimeout(timer)
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  const timer = setTimeout(remove, lifetime).unref()
  process.once('exit', remove)
  try {
    const path = join(folder, 'open.html')
    writeFileSync(path, page(address), { mode: 0o600, flag: 'wx' })
    return { path, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** A new folder with the mode 0700 in the first place where one can be made. */
function makeFolder([place, ...others]: readonly string[]): string {
  try {
    return mkdtempSync(join(place ?? '', prefix))
  } catch (error) {
    if (others.length === 0) throw error
    return makeFolder(others)
  }
}

function sweep(place: string): void {
  try {
    for (const name of readdirSync(place).filter((each) => each.startsWith(prefix))) {
      const path = join(place, name)
      if (Date.now() - statSync(path).mtimeMs > lifetime) rmSync(path, { recursive: true, force: true })
    }
  } catch {
    // another user's, or gone by now
  }
}
