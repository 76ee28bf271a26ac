// @ts-check
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
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
 * Makes sure that out/ is built from the present sources; several processes may ask at once. Throws an error
 * whose message holds the build's own output when it fails.
 * @param {string} root the project folder
 * @param {(line: string) => void} say called once, only when there is something to build
 */
export async function ensureBuild(root, say) {
  const out = join(root, 'out')
  const print = fingerprint(root)
  if (isFresh(out, print)) return
  if (!existsSync(join(root, 'node_modules', 'electron-vite')))
    throw new Error('The lab is not built and its build tools are not installed; run "npm ci" first.')
  mkdirSync(out, { recursive: true })
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
