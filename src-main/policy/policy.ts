/**
 * What the administrator of a lab has set, in a file that only an administrator can write. It is a courtesy between
 * teachers and students and no cryptography: the reference answers are composed from the program's own source, and who
 * may start the program with another environment or read its source can see them.
 */
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { posix, resolve, win32 } from 'node:path'
import { z } from 'zod'
import { openPolicy, type Lock, type Policy } from '#contract/policy.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A policy needs a few lines. */
const mostBytes = 64 * 1024

/**
 * The policy file of this machine: LAB182_POLICY, or the platform's place for what an administrator sets for all users.
 * `isNamed`: somebody asked for this file, so it must be there.
 */
export function policyPath(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): { readonly path: string; readonly isNamed: boolean } {
  const named = env['LAB182_POLICY']
  if (named) return { path: resolve(named), isNamed: true }
  return { path: systemPath(env, platform), isNamed: false }
}

function systemPath(env: Environment, platform: NodeJS.Platform): string {
  if (platform === 'win32')
    return win32.join(env['ProgramData'] || 'C:\\ProgramData', 'Lab 182', 'policy.json')
  if (platform === 'darwin') return posix.join('/Library/Application Support/Lab 182', 'policy.json')
  return '/etc/lab182/policy.json'
}

/** A day ("2026-10-01", from its first minute in the lab's own time zone) or an instant with or without an offset. */
const untilSchema = z
  .union([z.iso.date(), z.iso.datetime({ local: true, offset: true })])
  .transform((text) => new Date(text.length === 10 ? `${text}T00:00` : text).toISOString())
const lockInFileSchema = z
  .union([z.enum(['open', 'locked']), z.strictObject({ lockedUntil: untilSchema })])
  .default('open')
const fileSchema = z.strictObject({
  format: z.literal(1),
  references: lockInFileSchema,
  hints: lockInFileSchema,
})
const allowed =
  'it holds {"format": 1, "references": "open", "locked" or {"lockedUntil": "2026-10-01"}, "hints": the same}'

/** A policy that cannot be read may have locked anything, so everything is locked. */
const closed = (path: string, why: string): Policy => ({
  references: 'locked',
  hints: 'locked',
  problem: `The policy file ${path} ${why}; hints and reference answers stay locked until an administrator repairs it.`,
})

/** Reads the policy afresh, so that a change counts without restarting the lab. Never rejects: see `problem`. */
export async function readPolicy({ path, isNamed } = policyPath()): Promise<Policy> {
  try {
    const { size } = await stat(path).then((found) => {
      if (!found.isFile()) throw new Error('is not a file')
      return found
    })
    if (size > mostBytes) return closed(path, `is larger than ${mostBytes / 1024} KiB`)
    return parsePolicy(await readFile(path, 'utf8'), path)
  } catch (error) {
    if (!isNamed && isMissing(error)) return openPolicy
    const why = error instanceof Error ? error.message : String(error)
    return closed(path, why === 'is not a file' ? why : `cannot be read (${why})`)
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

function parsePolicy(text: string, path: string): Policy {
  let json: unknown
  try {
    // Editors on Windows may begin a file with a byte order mark.
    json = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return closed(path, 'is not JSON')
  }
  const format = (json as { format?: unknown } | null)?.format
  if (typeof format === 'number' && format > 1)
    return closed(path, `has format ${format}, which a newer Lab 182 reads; this one reads format 1`)
  const parsed = fileSchema.safeParse(json)
  if (parsed.success) {
    const { references, hints } = parsed.data
    return { references, hints, problem: null }
  }
  const [issue] = parsed.error.issues
  const field =
    issue?.code === 'unrecognized_keys' ? issue.keys[0] : (issue?.path.map(String).join('.') ?? '')
  return closed(path, `has a wrong or unknown ${field ? `field "${field}"` : 'content'}; ${allowed}`)
}

const inWords = (lock: Lock): string => (typeof lock === 'string' ? lock : `locked until ${lock.lockedUntil}`)

/** The policy of this machine with its file, for the doctor. */
export interface PolicyReport extends Policy {
  readonly path: string
  readonly isPresent: boolean
}

export async function examinePolicy(): Promise<PolicyReport> {
  const place = policyPath()
  return { ...(await readPolicy(place)), path: place.path, isPresent: existsSync(place.path) }
}

/** What the doctor prints about the policy, one line each. */
export function policyLines({ references, hints, problem, path, isPresent }: PolicyReport): string[] {
  return [
    `  file: ${path}${isPresent ? '' : ' (none)'}`,
    `  reference answers: ${inWords(references)}; hints and steps: ${inWords(hints)}`,
    ...(problem === null ? [] : [`  ${problem}`]),
  ]
}
