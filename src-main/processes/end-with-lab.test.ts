import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
    folder = mkdtempSync(join(root, 'node_modules', '.end-with-lab-'))
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
            'end-with-lab': here('end-with-lab.ts'),
            electron: here('../host/electron/testing/doomed-electron.ts'),
            probe: here('../engines/tensorflow/probe-child.ts'),
            prober: here('../engines/tensorflow/doomed-probe.testing.ts'),
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
    await endsWithItsParent()
  }
  async function endsWithItsParent(): Promise<void> {
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
  it('leaves a process alone that was taken back, and nothing of its own, when the lab ends', async () => {
    const entry = JSON.stringify(join(folder, 'end-with-lab.js'))
    const start = `
      const { spawn } = require('node:child_process')
      import(${entry}).then(({ endWithLab }) => {
        const [kept, taken] = [0, 1].map(() => spawn('sleep', ['600'], { stdio: 'ignore', detached: true }))
        for (const child of [kept, taken]) child.unref()
        endWithLab(kept.pid)
        endWithLab(taken.pid)()
        process.stderr.write(taken.pid + ' ' + kept.pid + '\\n')
      })`
    parent = spawn(process.execPath, ['-e', start], { stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = new Promise((resolve) => parent.once('exit', resolve))
    let said = ''
    parent.stderr?.on('data', (data: Buffer) => (said += data.toString()))
    // Neither the keeper nor its input holds the process up.
    expect(await ended).toBe(0)
    const [taken = 0, kept = 0] = said.trim().split(' ').map(Number)
    child = taken
    await vi.waitFor(() => expect(isRunning(kept)).toBe(false), { timeout: 15_000, interval: 100 })
    expect(isRunning(taken)).toBe(true)
  })
  it('ends as the process that tries an engine, in a library that hangs', async () => {
    const library = join(folder, 'hanging.cjs')
    const said = join(folder, 'said')
    writeFileSync(
      library,
      `require('node:fs').writeFileSync(${JSON.stringify(said)}, process.pid + '\\n'); for (;;);`,
    )
    parent = spawn(process.execPath, [join(folder, 'prober.js'), library], { stdio: 'ignore' })
    child = await vi.waitFor(() => Number(/(\d+)\n/.exec(readFileSync(said, 'utf8'))?.[1]), {
      timeout: 15_000,
      interval: 50,
    })
    await endsWithItsParent()
  })
})
