import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cifar10Path } from '#datasets/cifar10.ts'
import { gzipLayers, readArchive } from './archive.ts'
import {
  filesOf,
  formOf,
  largestArchive,
  largestFile,
  officialFileImages,
  readImageFile,
  type Cifar10Form,
} from './cifar10-format.ts'
import { areOfficial, officialChecksums, type OfficialChecksums } from './cifar10-official.ts'
import { DatasetError } from '#datasets/dataset-error.ts'
import { refuseDegenerate } from './degenerate-files.ts'
import { writeImageFile, type StoredHeader } from '#datasets/image-file.ts'
import { imageBytes, type ImageSet } from '#datasets/labelled-images.ts'
import { removeUnfinished } from '#files/whole-file.ts'
import { openRegular, readAtMost } from '#datasets/regular-file.ts'
import { typedPath } from './typed-path.ts'

/** What an import is doing, and how far it is; `total` is null where that is not known beforehand. */
export interface Progress {
  readonly phase: 'downloading' | 'reading' | 'storing'
  readonly done: number
  readonly total: number | null
}

export interface ImportOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Images in each of the six files; the official number unless told (tests make small ones). */
  readonly fileImages?: number
  /** What the genuine files hash to; the published checksums unless told (tests state those of made-up files). */
  readonly checksums?: OfficialChecksums
}

export const wanted =
  'CIFAR-10 is cifar-10-binary.tar.gz or cifar-10-python.tar.gz (or .tar), or the folder that one of them unpacks to'

/** The form whose six files are all among `names`. Throws DatasetError naming what is missing. */
function completeForm(names: ReadonlySet<string>, path: string): Cifar10Form {
  const missing = (['binary', 'python'] as const).map((form) => ({
    form,
    files: filesOf(form).filter((file) => !names.has(file)),
  }))
  const complete = missing.find(({ files }) => files.length === 0)
  if (complete) return complete.form
  const nearest = missing.reduce((a, b) => (b.files.length < a.files.length ? b : a))
  if (nearest.files.length === 6) throw new DatasetError(`${path} holds no file of CIFAR-10; ${wanted}.`)
  throw new DatasetError(
    `${path} is incomplete: ${nearest.files.join(', ')} is missing; get the archive again.`,
  )
}

/** The six files of an unpacked folder, or of the folder of that name inside it. */
async function readFolder(
  path: string,
  fileImages: number,
  options: ImportOptions,
): Promise<Map<string, Buffer>> {
  const folders = [path, join(path, 'cifar-10-batches-bin'), join(path, 'cifar-10-batches-py')]
  const listed = await Promise.all(folders.map((folder) => readdir(folder).catch((): string[] => [])))
  const at = listed.findIndex((names) => names.some((name) => formOf(name) !== null))
  const folder = folders[at] ?? path
  const form = completeForm(new Set(listed[at] ?? []), path)
  const found = new Map<string, Buffer>()
  for (const [i, name] of filesOf(form).entries()) {
    options.signal.throwIfAborted()
    const file = join(folder, name)
    const most = largestFile(fileImages)
    const content = await readAtMost(file, most).catch((error: Error) => cannotOpen(error, file))
    if (content === null)
      throw new DatasetError(
        `${file} has more than ${most} bytes, more than a file of CIFAR-10; get the archive again.`,
      )
    found.set(name, content)
    options.onProgress({ phase: 'reading', done: i + 1, total: 6 })
  }
  return found
}

/** Throws the sentence for a path that cannot be opened; sentences are passed on. */
function cannotOpen(error: Error, path: string): never {
  if (error instanceof DatasetError) throw error
  throw new DatasetError(
    (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? `There is no file or folder ${path}; check the path.`
      : `${path} cannot be opened (${error.message}); check that you may read it.`,
  )
}

async function readFiles(
  path: string,
  fileImages: number,
  options: ImportOptions,
): Promise<Map<string, Buffer>> {
  const found = await stat(path).catch((error: Error) => cannotOpen(error, path))
  if (found.isDirectory()) return readFolder(path, fileImages, options)
  const { file, size } = await openRegular(path).catch((error: Error) => cannotOpen(error, path))
  try {
    const mostBytes = largestArchive(fileImages)
    if (size > mostBytes)
      throw new DatasetError(`${path} has ${size} bytes, more than an archive of CIFAR-10; ${wanted}.`)
    const layers = await gzipLayers(file)
    if (layers === null) throw new DatasetError(`${path} is not a .tar.gz or .tar archive; ${wanted}.`)
    return await readArchive(file, path, layers, {
      largest: (name) => (formOf(name) === null ? null : largestFile(fileImages)),
      mostBytes,
      signal: options.signal,
      onProgress: (done) => options.onProgress({ phase: 'reading', done, total: size }),
    })
  } finally {
    await file.close()
  }
}

function joined(sets: readonly ImageSet[]): ImageSet {
  const count = sets.reduce((sum, set) => sum + set.count, 0)
  const all = { count, images: new Uint8Array(count * imageBytes), labels: new Uint8Array(count) }
  let at = 0
  for (const set of sets) {
    all.labels.set(set.labels, at)
    all.images.set(set.images, at * imageBytes)
    at += set.count
  }
  return all
}

/**
 * Reads CIFAR-10 from an archive or a folder, in either form, and keeps it under `home`, with whether its files have
 * the published checksums. What was kept before stays until the new one is whole. Throws DatasetError with the
 * sentence for the user.
 */
export async function importCifar10(
  askedPath: string,
  home: string,
  options: ImportOptions,
): Promise<StoredHeader> {
  const { signal, onProgress, fileImages = officialFileImages, checksums = officialChecksums } = options
  const path = typedPath(askedPath)
  const files = await readFiles(path, fileImages, options)
  const form = completeForm(new Set(files.keys()), path)
  const sets = filesOf(form).map((name) => {
    signal.throwIfAborted()
    return readImageFile(files.get(name) ?? new Uint8Array(), form, name, fileImages)
  })
  const isOfficial = areOfficial(files, form, checksums)
  if (!isOfficial) refuseDegenerate(filesOf(form), sets)
  const target = cifar10Path(home)
  await removeUnfinished(target)
  return writeImageFile(
    target,
    { train: joined(sets.slice(0, 5)), test: joined(sets.slice(5)) },
    { source: `${basename(path)}, ${form} form`, isOfficial },
    { signal, onProgress: (done, total) => onProgress({ phase: 'storing', done, total }) },
  )
}
