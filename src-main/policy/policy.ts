/**
 * What the administrator of a lab has set, in a file that only an administrator can write. It is a courtesy between
 * teachers and students and no cryptography: the reference answers are composed from the program's own source, and who
 * may start the program with another environment or read its source can see them.
 */
import { readFileSync, statSync } from 'node:fs'
import { openPolicy, type Lock, type Policy } from '#contract/policy.ts'
import { parsePolicyText } from './parse-policy.ts'
import { folderOf, policyPlace } from './policy-place.ts'
import type { PolicyFile } from './policy-schema.ts'

/** Folders of this machine that a policy names, for this user; null where it names none. */
export interface PolicyFolders {
  readonly home: string | null
  readonly datasets: string | null
  readonly engines: string | null
}
/** The policy of this machine: what pages are told of it, and the folders. */
export interface MachinePolicy {
  readonly policy: Policy
  /** The engine and device of runs that name none: "onnx cpu"; null: as the lab chooses. */
  readonly engine: string | null
  readonly folders: PolicyFolders
}

/** A policy needs a few lines. */
const mostBytes = 64 * 1024
const noFolders: PolicyFolders = { home: null, datasets: null, engines: null }

/** A policy that cannot be read may have locked anything, so everything is locked. */
const closed = (path: string, why: string): MachinePolicy => ({
  policy: {
    ...openPolicy,
    references: 'locked',
    hints: 'locked',
    isDownloadAllowed: false,
    problem: `The policy file ${path} ${why}; hints and reference answers stay locked, and downloads switched off, until an administrator repairs it.`,
  },
  folders: noFolders,
  engine: null,
})

/** Reads the policy afresh, so that a change counts without restarting the lab. Never throws: see `problem`. */
export function readMachinePolicy({ path, isNamed } = policyPlace()): MachinePolicy {
  try {
    const found = statSync(path)
    if (!found.isFile()) return closed(path, 'is not a file')
    if (found.size > mostBytes) return closed(path, `is larger than ${mostBytes / 1024} KiB`)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!isNamed && isMissing) return { policy: openPolicy, folders: noFolders, engine: null }
    return closed(path, `cannot be read (${(error as Error).message})`)
  }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return closed(path, `cannot be read (${(error as Error).message})`)
  }
  try {
    return inForce(parsePolicyText(text))
  } catch (error) {
    return closed(path, (error as Error).message)
  }
}

/** What pages are told of the policy. */
export const readPolicy = (place = policyPlace()): Policy => readMachinePolicy(place).policy

/** A day begins in the lab's own time zone. */
const instantOf = (text: string): string =>
  new Date(text.length === 10 ? `${text}T00:00` : text).toISOString()
const lockOf = (lock: PolicyFile['hints']): Lock =>
  typeof lock === 'string' ? lock : { lockedUntil: instantOf(lock.lockedUntil) }

/** Throws a phrase for a folder that is none on this machine. */
function inForce(file: PolicyFile): MachinePolicy {
  const folder = (name: keyof PolicyFolders): string | null => {
    const text = file[name]
    if (text === undefined) return null
    try {
      return folderOf(text)
    } catch (error) {
      throw new Error(`has a wrong value for "${name}": "${text}" ${(error as Error).message}`, {
        cause: error,
      })
    }
  }
  const parts = Object.entries(file.parts).map(([id, { references, hints }]) => [
    id,
    {
      ...(references === undefined ? {} : { references: lockOf(references) }),
      ...(hints === undefined ? {} : { hints: lockOf(hints) }),
    },
  ])
  const { runs, megabytes } = file.quotas
  return {
    policy: {
      references: lockOf(file.references),
      hints: lockOf(file.hints),
      parts: Object.fromEntries(parts) as Policy['parts'],
      isDownloadAllowed: file.downloads === 'on',
      hasShortcuts: file.shortcuts === 'on',
      course: file.course ?? null,
      seed: file.seed ?? null,
      quota: { runs: runs ?? null, bytes: megabytes === undefined ? null : megabytes * 1e6 },
      problem: null,
    },
    engine: file.engine ? `${file.engine.name} ${file.engine.device}` : null,
    folders: { home: folder('home'), datasets: folder('datasets'), engines: folder('engines') },
  }
}
