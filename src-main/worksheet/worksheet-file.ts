import { readFile, stat } from 'node:fs/promises'
import { worksheetSchema, type Worksheet } from '#contract/worksheet.ts'

const format = 1
/** Bytes of a worksheet.json; 60 cells full of text and tables stay far below. */
const mostBytes = 64 * 1024 * 1024

/** worksheet.json is of a version of the lab that does not exist yet here; it is left as it is. */
export class NewerWorksheetError extends Error {}
/** worksheet.json is missing or is no worksheet. `content` is what could be read of it, or null. */
export class DamagedWorksheetError extends Error {
  readonly content: unknown
  constructor(message: string, content: unknown) {
    super(message)
    this.content = content
  }
}

/** The text of a worksheet.json. */
export const worksheetText = (worksheet: Worksheet): string => `${JSON.stringify(worksheet, null, 1)}\n`

/** A worksheet from its text. Throws NewerWorksheetError or DamagedWorksheetError. */
export function parseWorksheet(text: string): Worksheet {
  if (text === '') throw new DamagedWorksheetError('it is empty', null)
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new DamagedWorksheetError((error as Error).message.replaceAll('\0', ''), null)
  }
  const newer = (content as { format?: unknown } | null)?.format
  if (typeof newer === 'number' && newer > format)
    throw new NewerWorksheetError(
      `was written by a newer Lab 182 (format ${newer}, this lab knows ${format}); update this lab to open it`,
    )
  const worksheet = worksheetSchema.safeParse(content)
  if (worksheet.success) return worksheet.data
  if (worksheet.error.issues.every(({ code }) => code === 'unrecognized_keys'))
    throw new NewerWorksheetError('was written by a newer Lab 182; update this lab to open it')
  const issue = worksheet.error.issues[0]
  throw new DamagedWorksheetError(
    `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not a worksheet'}`,
    content,
  )
}

/** The text of a worksheet.json. Throws DamagedWorksheetError where there is none, else the file system's error. */
export async function readText(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new DamagedWorksheetError('it is missing', null)
    throw error
  })
  if (!found.isFile()) throw new DamagedWorksheetError('it is no file', null)
  if (found.size > mostBytes) throw new DamagedWorksheetError(`it has ${found.size} bytes`, null)
  return readFile(path, 'utf8')
}

/** Reads a worksheet.json. Throws as `readText` and `parseWorksheet` do. */
export const readWorksheet = async (path: string): Promise<Worksheet> => parseWorksheet(await readText(path))

/** What changes whenever a file is replaced; null where there is none. */
export async function stampOf(path: string): Promise<string | null> {
  try {
    const { ino, mtimeNs, size } = await stat(path, { bigint: true })
    return `${ino} ${mtimeNs} ${size}`
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A worksheet in which nothing was written yet. */
export function emptyWorksheet(id: string, name: string, now: string): Worksheet {
  return {
    format,
    id,
    name,
    student: { name: '', studentId: '' },
    createdAt: now,
    changedAt: now,
    cells: {},
    chosen: {},
    log: {
      sources: [],
      sourcesText: '',
      isAlone: false,
      people: [],
      party: '',
      hours: {},
      revision: 0,
      changedAt: null,
    },
    activeSeconds: {},
    isTimed: true,
  }
}
