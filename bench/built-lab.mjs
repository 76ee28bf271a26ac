/** The built lab as `npm start` serves it, and a Chromium to look at it. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'

const serve = fileURLToPath(new URL('../out/main/serve.js', import.meta.url))
const seconds = (from) => (performance.now() - from) / 1000

/** CHROME_PATH, else the system's; `more`: its flags besides. */
export const openChromium = (more = /** @type {string[]} */ ([])) =>
  chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...more],
  })

/**
 * The built lab on a home that has seen the tour, whose dialog would lie over the page; resolves when it serves.
 * @param {string} home
 * @param {{ node?: readonly string[], env?: Readonly<Record<string, string>> }} [options] arguments of Node, and
 * variables beside those of this process
 */
export async function startLab(home, { node = [], env = {} } = {}) {
  const settings = join(home, 'settings.json')
  if (!existsSync(settings)) writeFileSync(settings, '{ "isTourSeen": true }')
  const from = performance.now()
  const server = spawn(process.execPath, [...node, serve, '--no-open', '--port', '0'], {
    env: { ...process.env, LAB182_HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const address = await new Promise((resolve, reject) => {
    let output = ''
    server.stdout.on('data', (data) => {
      output += data
      const found = /http:\/\/\S+/.exec(output)
      if (found) resolve(found[0])
    })
    server.once('exit', () => reject(new Error(`The lab ended: ${output}`)))
  })
  return {
    address,
    toServing: seconds(from),
    /** Resident memory in bytes; NaN where the system does not tell (only Linux does). */
    memory: () => {
      try {
        const [, pages] = readFileSync(`/proc/${server.pid}/statm`, 'utf8').split(' ')
        return 4096 * Number(pages)
      } catch {
        return NaN
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.removeAllListeners('exit')
        server.once('exit', resolve)
        server.kill('SIGTERM')
      }),
  }
}
