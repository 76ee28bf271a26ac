/**
 * A data set as the lab keeps it: one file, a line of JSON (counts and hash) and then train labels, train
 * images, test labels, test images, one byte a value. It is whole or it is not there.
 */
import { createHash } from 'node:crypto'
import { mkdir, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '#files/whole-file.ts'
import { DatasetError } from './dataset-error.ts'
import { imageBytes, type ImageSet } from './labelled-images.ts'
import { openRegular } from './regular-file.ts'

const formatName = 'lab182 images'
const formatNumber = 1

const headerSchema = z.object({
  format: z.literal(`${formatName} ${formatNumber}`),
  train: z.int().nonnegative(),
  test: z.int().nonnegative(),
  /** Of everything after the header. */
  sha256: z.string(),
  /** What it was imported from, for people: "cifar-10-binary.tar.gz, binary form". */
  source: z.string(),
  /** Its files had the published checksums of CIFAR-10; an import of a lab that did not look has not proven it. */
  isOfficial: z.boolean().default(false),
})
export type StoredHeader = z.infer<typeof headerSchema>

const longestHeader = 4096
/** One write, so that a stop is heard between two. */
const chunkBytes = 4 * 1024 * 1024

/** Writes both sets to `path`. `onProgress` hears bytes written and their total. Throws when aborted. */
export async function writeImageFile(
  path: string,
  sets: { readonly train: ImageSet; readonly test: ImageSet },
  origin: Pick<StoredHeader, 'source' | 'isOfficial'>,
  {
    signal,
    onProgress,
  }: { readonly signal: AbortSignal; readonly onProgress: (done: number, total: number) => void },
): Promise<StoredHeader> {
  const { train, test } = sets
  const columns = [train.labels, train.images, test.labels, test.images]
  const total = columns.reduce((sum, column) => sum + column.length, 0)
  const hash = createHash('sha256')
  for (const column of columns) hash.update(column)
  const header: StoredHeader = {
    format: `${formatName} ${formatNumber}`,
    train: train.count,
    test: test.count,
    sha256: hash.digest('hex'),
    ...origin,
  }
  await mkdir(dirname(path), { recursive: true })
  await writeWhole(path, async (file) => {
    await file.writeFile(`${JSON.stringify(header)}\n`)
    let done = 0
    for (const column of columns)
      for (let at = 0; at < column.length; at += chunkBytes) {
        signal.throwIfAborted()
        const chunk = column.subarray(at, at + chunkBytes)
        await file.writeFile(chunk)
        onProgress((done += chunk.length), total)
      }
    signal.throwIfAborted()
  })
  return header
}

function readJson(line: string): StoredHeader | null {
  try {
    return headerSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

const damaged = (path: string, what: string): DatasetError =>
  new DatasetError(`${path} is damaged (${what}); import CIFAR-10 again.`)

/** The number of the format that a first line names, whatever else is in it; null where it names none. */
function formatOf(line: string): number | null {
  const [, number] = new RegExp(`"format":\\s*"${formatName} (\\d+)"`).exec(line) ?? []
  return number === undefined ? null : Number(number)
}

async function readHeader(file: FileHandle, path: string): Promise<{ header: StoredHeader; start: number }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0)
  const end = buffer.subarray(0, bytesRead).indexOf(10)
  const line = buffer.toString('utf8', 0, end < 0 ? bytesRead : end)
  const found = formatOf(line)
  if (found !== null && found > formatNumber)
    throw new DatasetError(
      `${path} was written by a newer Lab 182 (format ${found}, this one reads ${formatNumber}); update Lab 182, or import CIFAR-10 again with this one.`,
    )
  const header = readJson(line)
  if (end < 0 || header === null) throw damaged(path, 'its first line cannot be read')
  const start = end + 1
  const expected = start + (header.train + header.test) * (1 + imageBytes)
  const { size } = await file.stat()
  if (size !== expected) throw damaged(path, `it has ${size} bytes and should have ${expected}`)
  return { header, start }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const { file } = await openRegular(path)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The header of a stored data set, or null where there is none. Throws DatasetError where it is damaged. */
export async function storedHeader(path: string): Promise<StoredHeader | null> {
  try {
    return await withFile(path, async (file) => (await readHeader(file, path)).header)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function readSet(
  file: FileHandle,
  start: number,
  all: number,
  from: number,
  count: number,
): Promise<ImageSet> {
  const labels = new Uint8Array(count)
  const images = new Uint8Array(count * imageBytes)
  await file.read(labels, 0, labels.length, start + from)
  // One read of Node is limited to 2 GiB, far above any set here.
  await file.read(images, 0, images.length, start + all + from * imageBytes)
  return { count, labels, images }
}

/** `count` train images of a stored data set from number `from` on. */
export function readTrainImages(path: string, from: number, count: number): Promise<ImageSet> {
  return withFile(path, async (file) => {
    const { header, start } = await readHeader(file, path)
    return readSet(file, start, header.train, from, Math.min(count, header.train - from))
  })
}

/** The whole stored data set, checked against its hash. Throws DatasetError where it is damaged. */
export async function readImageSets(
  path: string,
): Promise<{ header: StoredHeader; train: ImageSet; test: ImageSet }> {
  return withFile(path, async (file) => {
    const { header, start } = await readHeader(file, path)
    const train = await readSet(file, start, header.train, 0, header.train)
    const testStart = start + header.train * (1 + imageBytes)
    const test = await readSet(file, testStart, header.test, 0, header.test)
    const hash = createHash('sha256')
    for (const set of [train, test]) hash.update(set.labels).update(set.images)
    if (hash.digest('hex') !== header.sha256) throw damaged(path, 'its content does not match its SHA-256')
    return { header, train, test }
  })
}
