import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '#files/whole-file.ts'

/** What was remembered at `path` under the same `key`; null if nothing was, or if the file cannot be read as that. */
export async function readRecord<T>(path: string, key: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const file: unknown = JSON.parse(await readFile(path, 'utf8'))
    const record = z.strictObject({ key: z.string(), result: schema }).parse(file)
    return record.key === key ? record.result : null
  } catch {
    return null
  }
}

/** Remembers a result; whatever was there is replaced. Rejects with the file system's error. */
export async function writeRecord(path: string, key: string, result: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeWhole(path, `${JSON.stringify({ key, result }, null, 2)}\n`)
}
