import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Is there such a process, and is it more than an entry that nobody has waited for? */
function isRunning(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false // ps ends with 1 when it finds none
  }
}

describe.skipIf(process.platform === 'win32')('a child that is in one long call (ps is needed)', () => {
  let folder = ''
  let parent: ChildProcess
  let child = 0
  beforeAll(async () => {
    // Inside the project, so that what is built is taken for modules.
    folder = mkdtempSync(join(root, 'node_modules', '.parent-watch-'))
    await build({
      root,
      configFile: false,
      logLevel: 'warn',
      build: {
        ssr: true,
        outDir: folder,
        target: 'node20',
        rolldownOptions: {
          input: {
            trainer: here('testing/blocked-child.ts'),
            parent: here('testing/doomed-parent.ts'),
            electron: here('testing/doomed-electron.ts'),
            probe: here('../engines/tensorflow/probe-child.ts'),
          },
        },
      },
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  afterEach(() => {
    if (isRunning(child)) process.kill(child, 'SIGKILL')
    parent.kill('SIGKILL')
  })

  /** Starts a parent, waits for its child to be blocked, kills the parent, and waits for the child to end. */
  async function outlive(words: readonly string[]): Promise<void> {
    parent = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] })
    child = await new Promise<number>((resolve, reject) => {
      parent.stderr?.once('data', (data: Buffer) => resolve(Number(data.toString())))
      parent.once('exit', (code) => reject(new Error(`the parent ended with code ${code}`)))
    })
    expect(isRunning(child)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(child)).toBe(false), { timeout: 15_000, interval: 100 })
  }

  it.each(['loops', 'waits'])('ends when the lab that forked it is killed while it %s', async (how) => {
    await outlive([join(folder, 'parent.js'), how])
  })
  it('ends as a utility process of Electron too', async () => {
    const shim = join(root, 'e2e/stub-electron/parent-port.mjs')
    await outlive([join(folder, 'electron.js'), 'loops', shim])
  })
  it('ends as the process that tries an engine, in a library that hangs', async () => {
    const library = join(folder, 'hanging.cjs')
    writeFileSync(library, `require('node:fs').writeSync(2, process.pid + '\\n'); for (;;);`)
    const words = [join(folder, 'probe.js'), library]
    const start = `
      const { spawn } = require('node:child_process')
      const child = spawn(process.execPath, ${JSON.stringify(words)}, { stdio: ['ignore', 'pipe', 'inherit'] })
      child.on('exit', (code) => process.exit(code ?? 1))`
    await outlive(['-e', start])
  })
})
