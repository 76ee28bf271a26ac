/** Which folders are being filled, and by which process: what a killed lab left half-written is cleared away by it. */
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fateOf, ownIdentity, processIdentitySchema } from '#runs/process-identity.ts'

const recordSchema = z.strictObject({ process: processIdentitySchema, temporary: z.string().max(5000) })

const folderOf = (home: string): string => join(home, 'exporting')

/** Notes, before it is made, that the folder `temporary` (its name ends with `.<id>.new`) is this process's. */
export async function noteMaking(home: string, id: string, temporary: string): Promise<void> {
  await mkdir(folderOf(home), { recursive: true, mode: 0o700 })
  const record = { process: ownIdentity(), temporary }
  await writeFile(join(folderOf(home), `${id}.json`), JSON.stringify(record), { mode: 0o600 })
}

/** The folder has its name, or is gone. */
export async function forgetMaking(home: string, id: string): Promise<void> {
  await rm(join(folderOf(home), `${id}.json`), { force: true })
  await rmdir(folderOf(home)).catch(() => undefined) // others are being made
}

/**
 * Removes the folders that processes which have ended were filling, wherever they are, and those in `own` of which
 * nobody knows. What another lab fills now, or one on another machine may, is left alone.
 */
export async function sweepMaking(home: string, own: string): Promise<void> {
  const here = ownIdentity()
  // Listed first: what is begun after it has been noted, and is not in the list.
  const names = await readdir(own).catch((): string[] => [])
  const kept = new Set<string>()
  for (const name of await readdir(folderOf(home)).catch((): string[] => [])) {
    const id = name.replace(/\.json$/, '')
    const text = await readFile(join(folderOf(home), name), 'utf8').catch(() => '')
    const record = recordSchema.safeParse(parsed(text)).data
    if (record && fateOf(record.process, here) !== 'ended') {
      kept.add(record.temporary)
      continue
    }
    // A record that was damaged or written by others removes nothing.
    if (record?.temporary.endsWith(`.${id}.new`)) await rm(record.temporary, { recursive: true, force: true })
    await forgetMaking(home, id)
  }
  for (const name of names)
    if (/\.[0-9a-f]{8}\.new$/.test(name) && !kept.has(join(own, name)))
      await rm(join(own, name), { recursive: true, force: true })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
