import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The folder that holds runs and settings, the same for all hosts: LAB182_HOME, or "Lab 182" in the platform's
 * place for user data (where Electron would put it too).
 */
export function homeFolder(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  userFolder: string = homedir(),
): string {
  const asked = env['LAB182_HOME']
  if (asked) return resolve(asked)
  const name = 'Lab 182'
  if (platform === 'win32') return join(env['APPDATA'] || join(userFolder, 'AppData', 'Roaming'), name)
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', name)
  return join(env['XDG_CONFIG_HOME'] || join(userFolder, '.config'), name)
}

/**
 * Makes a folder and those above it. Throws the file system's error: `recursive` of Node tries for ever where the
 * folder above is there and does not take it (/proc).
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return
    throw new Error(`${folder} is no folder`)
  }
  const above = dirname(folder)
  if (above !== folder) makeFolder(above)
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // made meanwhile by another lab
  }
}

/** The data folder, made if need be. Throws a sentence that says what to do when it cannot be used. */
export function prepareHome(folder: string = homeFolder()): string {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
    return folder
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The data folder "${folder}" cannot be used (${why}); free it, or name another one in LAB182_HOME.`,
      { cause: error },
    )
  }
}
