import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { librarySourceSchema, type LibrarySource } from '#contract/engines.ts'

/** Where a native library comes from: the TensorFlow.js package's own archive, or the TensorFlow wheel. */
export type Source = LibrarySource

/** The source that is taken unless another is named. */
export const usualSource = (platform: NodeJS.Platform = process.platform): Source =>
  platform === 'linux' ? 'wheel' : 'archive'

const downloadSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** Who compared it with what: the lab with a digest of its own or the server's, or pip with the index's. */
  checkedBy: z.enum(['the digest kept in the lab', "the server's digest", 'pip']),
})
export type Download = z.infer<typeof downloadSchema>

// What a newer lab adds is passed over: its library is installed here too.
const manifestSchema = z.object({
  source: librarySourceSchema,
  /** TensorFlow's version, which also names the folder. */
  version: z.string(),
  /** Version of the TensorFlow.js package whose addon this is. */
  packageVersion: z.string(),
  /** The addon, relative to the folder. */
  addon: z.string(),
  downloads: z.array(downloadSchema),
  installedAt: z.string(),
})
export type Manifest = z.infer<typeof manifestSchema>

/** An installed native library: what its manifest says, and the folder it lies in. */
export interface Installation extends Manifest {
  readonly folder: string
}

export const manifestName = 'installed.json'
/** Folders with this prefix are unfinished; nothing reads them, and the next installation clears them away. */
export const unfinishedPrefix = '.unfinished-'

/** The folder with what was fetched so far; it begins with a point, so it is no installation. */
export const downloadsName = '.downloads'

/** The folder that holds the native libraries of the lab whose data folder is `home`. */
export const tensorflowFolder = (home: string): string => join(home, 'engines', 'tensorflow')

async function readInstallation(folder: string): Promise<Installation | null> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')))
    return { ...manifest, folder }
  } catch {
    return null // no manifest, or one cut short: not installed
  }
}

/** The installed library of this lab, else that of all users of the machine (LAB182_ENGINES names their folder), or null. */
export async function findInstallation(
  home: string,
  shared: string | undefined = process.env['LAB182_ENGINES'],
): Promise<Installation | null> {
  const own = await newestIn(tensorflowFolder(home))
  return own ?? (shared ? newestIn(join(shared, 'tensorflow')) : null)
}

/** The newest library in a folder, should there be two. */
async function newestIn(parent: string): Promise<Installation | null> {
  const names = await readdir(parent).catch(() => [])
  const found = await Promise.all(
    names.filter((name) => !name.startsWith('.')).map((name) => readInstallation(join(parent, name))),
  )
  const [newest] = found
    .filter((entry) => entry !== null)
    .sort((a, b) => b.installedAt.localeCompare(a.installedAt))
  return newest ?? null
}

/** Deletes every installed or unfinished library. Returns false when there was none. */
export async function removeInstallations(home: string): Promise<boolean> {
  const parent = tensorflowFolder(home)
  const names = await readdir(parent).catch(() => [])
  await rm(parent, { recursive: true, force: true })
  return names.length > 0
}

/** Clears away what interrupted installations left, and makes the folder. */
export async function clearUnfinished(home: string): Promise<string> {
  const parent = tensorflowFolder(home)
  await mkdir(parent, { recursive: true })
  for (const name of await readdir(parent))
    if (name.startsWith(unfinishedPrefix)) await rm(join(parent, name), { recursive: true, force: true })
  return parent
}
