/** An export into a folder that holds an older export: the older files go, what the student changed stays. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { z } from 'zod'

/** Lists the files of an export with the SHA-256 of each, so that the next one knows which are still as written. */
const manifestName = '.lab182-export.json'
const manifestSchema = z.strictObject({
  format: z.literal(1),
  files: z.record(
    z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\\\0]{1,500}$/),
    z.string().regex(/^[0-9a-f]{64}$/),
  ),
})
type Manifest = z.infer<typeof manifestSchema>

const sumOf = (path: string): Promise<string | null> =>
  readFile(path).then(
    (bytes) => createHash('sha256').update(bytes).digest('hex'),
    () => null,
  )

/** The export that a folder holds; null where it holds none of ours. */
async function manifestIn(folder: string): Promise<Manifest | null> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')))
  } catch {
    return null
  }
}

export const holdsExport = async (folder: string): Promise<boolean> => (await manifestIn(folder)) !== null

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
}

/** Writes the list of what is in the folder into it. */
export async function writeManifest(folder: string): Promise<void> {
  const files: Manifest['files'] = {}
  for (const name of await filesBelow(folder)) files[name] = (await sumOf(join(folder, name))) ?? ''
  await writeFile(join(folder, manifestName), JSON.stringify({ format: 1, files }), {
    mode: 0o600,
    flush: true,
  })
}

/** A free name for a file that is kept: "homework.older-1.md". */
async function olderName(folder: string, name: string): Promise<string> {
  const kind = extname(name)
  const word = name.slice(0, name.length - kind.length)
  for (let number = 1; ; number++) {
    const older = `${word}.older-${number}${kind}`
    if ((await sumOf(join(folder, older))) === null) return older
  }
}

/**
 * Moves the files of the whole, new export `made` into `folder`. The older export's files are removed before; one that
 * was changed since, or is not the lab's, is kept under another name. Returns a sentence for each that was kept.
 */
export async function replaceExport(made: string, folder: string): Promise<string[]> {
  const older = (await manifestIn(folder))?.files ?? {}
  const names = (await filesBelow(made)).filter((name) => name !== manifestName)
  const notes: string[] = []
  for (const name of new Set([...Object.keys(older), ...names])) {
    const path = join(folder, ...name.split('/'))
    const sum = await sumOf(path)
    if (sum === null) continue
    if (sum === older[name]) {
      await rm(path, { force: true })
      // Only an empty folder is removed.
      if (name.includes('/')) await rmdir(dirname(path)).catch(() => undefined)
    } else if (names.includes(name)) {
      const kept = await olderName(folder, name)
      await rename(path, join(folder, ...kept.split('/')))
      notes.push(`${name} was changed since the last export; it was kept as ${kept}.`)
    } else notes.push(`${name} is of an earlier export and was changed since; it was kept as it is.`)
  }
  for (const name of names) {
    const path = join(folder, ...name.split('/'))
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(join(made, ...name.split('/')), path)
  }
  await rename(join(made, manifestName), join(folder, manifestName))
  await rm(made, { recursive: true, force: true })
  return notes
}
