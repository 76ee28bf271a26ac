import { createReadStream } from 'node:fs'
import type { z } from 'zod'

/** Bytes read at once; between two reads other work of the lab goes on. */
const pieceBytes = 128 * 1024

/** One JSON record a line. */
export const jsonLines = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

/**
 * Hands every record of a file of one JSON record a line to `take`, in order; returns the number of lines that cannot
 * be read or that `take` throws at: a kill tears the last, a power cut or another writer any. A missing file holds no
 * records. The file is read in pieces, so that a large one neither stands in memory as a whole nor keeps the lab from
 * answering. `upgrade` brings a record of an earlier version to the form of this one before it is parsed.
 */
export async function forEachRecord<T>(
  file: string,
  schema: z.ZodType<T>,
  take: (record: T) => void,
  upgrade: (record: unknown) => unknown = (record) => record,
): Promise<number> {
  let lost = 0
  const line = (text: string): void => {
    if (text === '') return
    try {
      take(schema.parse(upgrade(JSON.parse(text))))
    } catch {
      lost++
    }
  }
  /** What has been read of a line whose end has not. */
  let begun: string[] = []
  try {
    for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: pieceBytes })) {
      const [first = '', ...others] = String(piece).split('\n')
      begun.push(first)
      if (others.length === 0) continue
      line(begun.join(''))
      const last = others.pop() ?? ''
      for (const whole of others) line(whole)
      begun = [last]
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  line(begun.join(''))
  return lost
}

/** All records of such a file in memory; `lost` lines could not be read. */
export async function readRecords<T>(
  file: string,
  schema: z.ZodType<T>,
  upgrade?: (record: unknown) => unknown,
): Promise<{ read: T[]; lost: number }> {
  const read: T[] = []
  const lost = await forEachRecord(file, schema, (record) => read.push(record), upgrade)
  return { read, lost }
}
