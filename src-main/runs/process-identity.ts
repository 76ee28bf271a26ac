import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'

/** Which process, on which machine: a number alone is used again, and another machine has the same numbers. */
export const processIdentitySchema = z.strictObject({
  host: z.string(),
  /** The machine's own id, which its host name is not; null where there is none. */
  machineId: z.string().nullable(),
  /** Of this start of the system; null where the system does not tell it. */
  boot: z.string().nullable(),
  /** Where process numbers are counted: a container counts its own. Null where there is no such thing. */
  namespace: z.string().nullable(),
  pid: z.int().positive(),
  /** When the process began, in the system's own count; null where it is not told. */
  started: z.string().nullable(),
})
export type ProcessIdentity = z.infer<typeof processIdentitySchema>

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim() || null
  } catch {
    return null
  }
}

function namespaceHere(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return null
  }
}

/** State and start time of a process as /proc tells them (proc(5), fields 3 and 22), or null. */
function processStat(pid: number): { readonly state: string; readonly started: string } | null {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The program's name stands in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [fields[0], fields[19]]
  return state === undefined || started === undefined ? null : { state, started }
}

/** This process, as a claim names it. */
export function ownIdentity(): ProcessIdentity {
  return {
    host: hostname(),
    machineId: read('/etc/machine-id'),
    boot: read('/proc/sys/kernel/random/boot_id'),
    namespace: namespaceHere(),
    pid: process.pid,
    started: processStat(process.pid)?.started ?? null,
  }
}

/** Is there a process of this number here? A stopped one is; one that has ended and was not yet collected is not. */
export function isNumberTaken(pid: number): boolean {
  const state = processStat(pid)?.state
  if (state !== undefined) return state !== 'Z' && state !== 'X'
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Does that process still live? "unknown" where it cannot be seen from here: on another machine, in another
 * container, or where the system does not tell when a process began.
 */
export function fateOf(process: ProcessIdentity, here: ProcessIdentity): 'alive' | 'ended' | 'unknown' {
  const isSameMachine = process.host === here.host && process.machineId === here.machineId
  if (process.boot !== here.boot)
    // The same machine after a restart: nothing of before lives.
    return isSameMachine && here.machineId !== null ? 'ended' : 'unknown'
  if (process.namespace !== here.namespace) return 'unknown'
  // Boot and namespace name one kernel's count; without them only the machine's name is left.
  if (here.boot === null && !isSameMachine) return 'unknown'
  if (!isNumberTaken(process.pid)) return 'ended'
  const started = processStat(process.pid)?.started ?? null
  if (process.started === null || started === null) return 'unknown'
  return process.started === started ? 'alive' : 'ended'
}
