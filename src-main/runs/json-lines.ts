import { readFile } from 'node:fs/promises'
import type { z } from 'zod'

/** One JSON record a line. */
export const jsonLines = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

/**
 * The records of a file of one a line, and how many lines cannot be read: a kill tears the last, a power cut or
 * another writer any. A missing file is an empty one.
 */
export async function readJsonLines<T>(
  file: string,
  schema: z.ZodType<T>,
): Promise<{ read: T[]; lost: number }> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const read: T[] = []
  let lost = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    try {
      read.push(schema.parse(JSON.parse(line)))
    } catch {
      lost++
    }
  }
  return { read, lost }
}
