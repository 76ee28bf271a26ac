/** Temporary folders that name the process they belong to, so that those of a killed lab are cleared away by the next. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isNumberTaken, ownIdentity } from '#runs/process-identity.ts'

/** Where process numbers mean the same as here: this start of this machine, and this container. */
function scope(): string {
  const { host, machineId, boot, namespace } = ownIdentity()
  return createHash('sha256')
    .update(JSON.stringify([host, machineId, boot, namespace]))
    .digest('hex')
    .slice(0, 12)
}

/** A new folder "lab182-<word>-..." of this process; those of its kind whose process has ended are removed before. */
export async function temporaryFolder(word: string): Promise<string> {
  const prefix = `lab182-${word}-${scope()}-`
  for (const name of await readdir(tmpdir()).catch((): string[] => [])) {
    const pid = name.startsWith(prefix)
      ? Number(/^\d+(?=-)/.exec(name.slice(prefix.length))?.[0] ?? NaN)
      : NaN
    if (!(pid > 0) || isNumberTaken(pid)) continue
    // Another user's stays.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
  return mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
}
