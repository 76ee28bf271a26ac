import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  pictureKindSchema,
  worksheetFileSchema,
  type PictureKind,
  type Worksheet,
} from '#contract/worksheet.ts'
import { isUnfinished, writeWhole } from '#files/whole-file.ts'
import { RunError } from '#runs/run-error.ts'
import { checkPicture } from './picture-check.ts'
import { saveProblem } from './worksheet-problems.ts'

/** Pictures and charts of one worksheet. */
const mostFiles = 500
/** Bytes of a file in one answer. */
const answerBytes = 256 * 1024
const day = 24 * 60 * 60 * 1000

const noSuchFile = (file: string): RunError =>
  new RunError(`The worksheet has no file "${file}"; add the picture again.`, 'file')

/** Keeps a picture under a name that follows from its content. Throws a sentence where it is refused or not written. */
export async function keepFile(folder: string, bytes: Buffer, kind: PictureKind): Promise<string> {
  checkPicture(bytes, kind)
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 48)}.${kind}`
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if ((await readdir(folder)).length >= mostFiles)
      throw new RunError(
        `A worksheet holds at most ${mostFiles} pictures; remove some, and add this one tomorrow.`,
      )
    await writeWhole(join(folder, name), async (file) => void (await file.writeFile(bytes)))
    return name
  } catch (error) {
    throw saveProblem(error, folder)
  }
}

/** The size of a kept picture in pixels. Throws RunError where there is none. */
export async function sizeOfFile(
  folder: string,
  name: string,
): Promise<{ readonly width: number; readonly height: number }> {
  const kind = pictureKindSchema.parse(name.slice(name.lastIndexOf('.') + 1))
  const bytes = await readFile(join(folder, name)).catch(() => {
    throw noSuchFile(name)
  })
  return checkPicture(bytes, kind)
}

/** Some of a file's bytes, as base64, and how many there are. Throws RunError where there is no such file. */
export async function readPiece(
  folder: string,
  name: string,
  from: number,
): Promise<{ data: string; total: number }> {
  const file = await open(join(folder, name), 'r').catch(() => {
    throw noSuchFile(name)
  })
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(answerBytes), 0, answerBytes, from)
    return { data: buffer.subarray(0, bytesRead).toString('base64'), total: size }
  } finally {
    await file.close()
  }
}

/** The files that these states of a worksheet name. */
const filesIn = (worksheets: readonly Worksheet[]): ReadonlySet<string> =>
  new Set(
    worksheets.flatMap(({ cells }) =>
      Object.values(cells).flatMap(({ links }) =>
        Object.values(links).flatMap((link) => ('file' in link ? link.file : [])),
      ),
    ),
  )

/** Removes the files in a folder of which `isWanted` is false, and which are older than a day. */
async function sweep(folder: string, now: number, isWanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    if (isWanted(name)) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (now - mtimeMs > day) await rm(path, { force: true })
  }
}

/** Removes what killed writers left in a folder. */
export const sweepUnfinished = (folder: string, now: number): Promise<void> =>
  sweep(folder, now, (name) => !isUnfinished(name))

/** Removes the pictures that neither the worksheet nor a backup of it names. */
export async function sweepFiles(
  folder: string,
  worksheets: readonly Worksheet[],
  now: number,
): Promise<void> {
  const named = filesIn(worksheets)
  await sweep(folder, now, (name) => named.has(name) || !worksheetFileSchema.safeParse(name).success)
}
