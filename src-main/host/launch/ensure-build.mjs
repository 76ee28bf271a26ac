// @ts-check
import { spawn } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { underLock } from './build-lock.mjs'
import { fingerprint, isFresh, stampPath } from './freshness.mjs'

/**
 * Runs electron-vite's build, which needs no Electron binary, and gives back what it printed.
 * @param {string} root
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function runBuild(root) {
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'build'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/**
 * Seconds the last build here took, or a guess.
 * @param {string} timePath
 */
function expectedSeconds(timePath) {
  try {
    const seconds = Number(readFileSync(timePath, 'utf8'))
    return seconds > 0 ? seconds : 5
  } catch {
    return 5
  }
}

/**
 * Throws the system's error for the first folder that may not be written to, of those that a build empties.
 * @param {string} out
 */
function checkWritable(out) {
  const parts = ['main', 'preload', 'renderer', '.build-lock'].map((name) => join(out, name))
  const below = parts.filter(existsSync).flatMap((part) =>
    readdirSync(part, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .concat(part),
  )
  for (const folder of [out, ...below]) accessSync(folder, constants.W_OK)
}

/**
 * One sentence in place of the system's error where the lab is another user's: who can build it, and how.
 * @param {string} root
 * @param {unknown} error
 */
function inWords(root, error) {
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error)
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return error
  return new Error(
    `The lab in ${root} must be built anew, because its build is missing or older than its sources, and you may not ` +
      `write to ${path ?? root}; ask whoever installed it to run "npm run build" there.`,
    { cause: error },
  )
}

/**
 * Makes sure that out/ is built from the present sources; several processes may ask at once. Throws an error
 * whose message holds the build's own output when it fails. A build that is fresh is only read: it may be another user's.
 * @param {string} root the project folder
 * @param {(line: string) => void} say called once, only when there is something to build
 * @param {{ isForced?: boolean }} options isForced: builds even where the build is fresh
 */
export async function ensureBuild(root, say, { isForced = false } = {}) {
  const out = join(root, 'out')
  const print = fingerprint(root)
  if (!isForced && isFresh(out, print)) return
  if (!existsSync(join(root, 'node_modules', 'electron-vite')))
    throw new Error('The lab is not built and its build tools are not installed; run "npm ci" first.')
  try {
    if (isForced) rmSync(stampPath(out), { force: true })
    await renew(root, out, print, say)
  } catch (error) {
    throw inWords(root, error)
  }
}

/**
 * @param {string} root
 * @param {string} out
 * @param {string} print
 * @param {(line: string) => void} say
 */
async function renew(root, out, print, say) {
  mkdirSync(out, { recursive: true })
  checkWritable(out)
  await underLock(join(out, '.build-lock'), async () => {
    if (isFresh(out, print)) return
    const timePath = join(out, '.build-seconds')
    say(`Building the lab (about ${expectedSeconds(timePath)} s) ...`)
    const startedAt = performance.now()
    const { code, output } = await runBuild(root)
    if (code !== 0) throw new Error(`${output}\nThe lab could not be built; the reason is above.`)
    writeFileSync(timePath, String(Math.ceil((performance.now() - startedAt) / 1000)))
    writeFileSync(stampPath(out), print)
  })
}
