import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mkdir, writeFile } from 'node:fs/promises'
import type { TensorflowPackage } from '../package.ts'
import { AcquisitionError } from './acquisition.ts'

interface TarEntry {
  readonly type: string
  readonly linkpath?: string
}
interface Tar {
  x(options: {
    file: string
    cwd: string
    strict: boolean
    strip: number
    filter(path: string, entry: TarEntry): boolean
  }): Promise<void>
}
interface ZipEntry {
  readonly entryName: string
  readonly isDirectory: boolean
  getData(): Buffer
}
type Zip = new (file: string) => { getEntries(): ZipEntry[] }

/** True when a path inside an archive would leave the folder that it is unpacked into. */
export function isEscaping(path: string): boolean {
  return /^([\\/]|[A-Za-z]:)/.test(path) || path.split(/[\\/]/).includes('..')
}

/** True for an entry that must not be unpacked: outside the folder, or a link to anything but a neighbour. */
function isForbidden(path: string, entry: TarEntry): boolean {
  if (isEscaping(path)) return true
  if (entry.type === 'Link') return true
  return entry.type === 'SymbolicLink' && /[\\/]|^\.\.$/.test(entry.linkpath ?? '/')
}

function refuse(file: string, path: string): AcquisitionError {
  return new AcquisitionError(
    `The archive ${file} holds "${path}", which would be written outside its folder; nothing of it was used.`,
  )
}

/**
 * Unpacks a .tar.gz into `folder`, only the entries `isWanted` names, their first `strip` folders left out.
 * Throws AcquisitionError for a damaged archive and for one with an entry that leaves the folder. The unpacker is
 * the TensorFlow.js package's own.
 */
export async function unpackTar(
  jsPackage: TensorflowPackage,
  file: string,
  folder: string,
  isWanted: (path: string) => boolean,
  strip = 0,
): Promise<void> {
  const tar = createRequire(join(jsPackage.folder, 'package.json'))('tar') as Tar
  await mkdir(folder, { recursive: true })
  let forbidden: string | null = null
  try {
    const filter = (path: string, entry: TarEntry): boolean => {
      if (isForbidden(path, entry)) forbidden ??= path
      return forbidden === null && isWanted(path.replace(/^\.\//, ''))
    }
    await tar.x({ file, cwd: folder, strict: true, strip, filter })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new AcquisitionError(`The archive ${file} cannot be unpacked (${why}); fetch it again.`, {
      cause: error,
    })
  }
  if (forbidden !== null) throw refuse(file, forbidden)
}

/** The same for a .zip, without its folders: Windows' library is one file. */
export async function unpackZip(
  jsPackage: TensorflowPackage,
  file: string,
  folder: string,
  isWanted: (path: string) => boolean,
): Promise<void> {
  const AdmZip = createRequire(join(jsPackage.folder, 'package.json'))('adm-zip') as Zip
  await mkdir(folder, { recursive: true })
  for (const entry of new AdmZip(file).getEntries()) {
    if (isEscaping(entry.entryName)) throw refuse(file, entry.entryName)
    const name = entry.entryName.split('/').at(-1) ?? ''
    if (!entry.isDirectory && isWanted(entry.entryName)) await writeFile(join(folder, name), entry.getData())
  }
}
