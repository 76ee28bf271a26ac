/** Where the policy of a machine lies, and the folders that it may name. */
import { userInfo } from 'node:os'
import { posix, resolve, win32 } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

export interface PolicyPlace {
  readonly path: string
  /** Somebody asked for this file, so it must be there. */
  readonly isNamed: boolean
}

/** The policy file of this machine: LAB182_POLICY, or the platform's place for what an administrator sets for all users. */
export function policyPlace(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): PolicyPlace {
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

/**
 * A folder of the policy with its variables filled in: %USERNAME% is who runs the lab, on every platform; any other
 * %NAME% is taken from the environment. Throws a phrase that says what is wrong with it.
 */
export function folderOf(
  text: string,
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  user: string = userInfo().username,
): string {
  const filled = text.replace(/%(\w+)%/g, (whole, name: string) => {
    const value = name.toUpperCase() === 'USERNAME' ? user : env[name]
    if (!value) throw new Error(`names ${whole}, which is not set on this machine`)
    return value
  })
  const { isAbsolute, normalize } = platform === 'win32' ? win32 : posix
  if (!isAbsolute(filled)) throw new Error('is not an absolute path')
  return normalize(filled)
}
