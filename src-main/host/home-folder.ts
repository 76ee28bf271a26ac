import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { readMachinePolicy } from '#policy/policy.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The folder that holds runs and settings, the same for all hosts: LAB182_HOME, the one that the policy names, or
 * "Lab 182" in the platform's place for user data (where Electron would put it too).
 */
export function homeFolder(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  userFolder: string = homedir(),
  ofPolicy: string | null = readMachinePolicy().folders.home,
): string {
  const asked = env['LAB182_HOME']
  if (asked) return resolve(asked)
  if (ofPolicy !== null) return ofPolicy
  const name = 'Lab 182'
  if (platform === 'win32') return join(env['APPDATA'] || join(userFolder, 'AppData', 'Roaming'), name)
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', name)
  return join(env['XDG_CONFIG_HOME'] || join(userFolder, '.config'), name)
}

/** What the lab makes in its folder. */
const contents = [
  ...['runs', 'worksheets', 'data', 'datasets', 'engines', 'backups', 'electron'],
  ...['window.json', 'home.json', 'settings.json'],
]
const othersBits = 0o077
const sticky = 0o1000

/**
 * Takes the rights of other users from a folder of an older lab and from what the lab made in it. The user's own folder,
 * and one where everybody may write, stay as they are: LAB182_HOME may name one.
 */
function tighten(folder: string): void {
  const user = process.getuid?.()
  // On Windows the folder for user data is the user's alone.
  if (user === undefined) return
  const inside = readdirSync(folder).filter((name) => contents.includes(name))
  for (const path of [folder, ...inside.map((name) => join(folder, name))]) {
    const { uid, mode } = statSync(path)
    const isShared = path === homedir() || (mode & sticky) !== 0
    if (uid === user && !isShared && (mode & othersBits) !== 0) chmodSync(path, mode & 0o7700)
  }
}

/**
 * Makes a folder and those above it. Throws the file system's error: `recursive` of Node tries for ever where the
 * folder above is there and does not take it (/proc).
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return
    throw new Error(`${folder} is not a folder`)
  }
  const above = dirname(folder)
  if (above !== folder) makeFolder(above)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // made meanwhile by another lab
  }
}

/**
 * The data folder, made if need be. It is for its owner only, and so is every file that this process and its children
 * make from then on. Throws a sentence that says what to do when it cannot be used.
 */
export function prepareHome(folder: string = homeFolder()): string {
  process.umask(othersBits)
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
    tighten(folder)
    return folder
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The data folder "${folder}" cannot be used (${why}); free it, or name another one in LAB182_HOME.`,
      { cause: error },
    )
  }
}
