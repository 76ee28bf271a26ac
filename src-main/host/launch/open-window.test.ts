import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { labFailed } from './flags.mjs'
import { openWindow } from './open-window.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab182-open-'))
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
  vi.stubEnv('DISPLAY', ':99')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** Puts a script in the place of Electron's program. */
function electronIs(script: string): void {
  const path = join(folder, 'electron')
  writeFileSync(path, `#!${process.execPath}\n${script}\n`)
  chmodSync(path, 0o755)
}
const opened = "process.send('window.opened');"

describe.skipIf(process.platform !== 'linux')('a script in the place of Electron (Linux)', () => {
  test('a window that is closed ends the program, with the exit code of Electron', async () => {
    electronIs(`${opened} process.disconnect()`)
    expect(await openWindow(root)).toEqual({ code: 0 })
    electronIs(`${opened} process.exitCode = 7; process.disconnect()`)
    expect(await openWindow(root)).toEqual({ code: 7 })
  })
  test('another window that is there already is as good', async () => {
    electronIs('process.exit(0)')
    expect(await openWindow(root)).toEqual({ code: 0 })
  })
  test('is started with the project, and never as plain Node', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
    electronIs(
      `process.exit('ELECTRON_RUN_AS_NODE' in process.env || process.argv[2] !== ${JSON.stringify(root)} ? 5 : 0)`,
    )
    expect(await openWindow(root)).toEqual({ code: 0 })
  })
  test('one that ends before it shows a window is a reason to serve the browser', async () => {
    electronIs('process.exit(134)')
    expect(await openWindow(root)).toEqual({
      why: 'Electron ended before it showed a window (exit code 134)',
    })
    electronIs("process.kill(process.pid, 'SIGKILL')")
    expect(await openWindow(root)).toEqual({
      why: 'Electron ended before it showed a window (signal SIGKILL)',
    })
  })
  test('a lab that cannot start has said why; the browser would not help', async () => {
    electronIs(`process.exit(${labFailed})`)
    expect(await openWindow(root)).toEqual({ code: 1 })
  })
  test('a program that cannot be run is a reason too', async () => {
    writeFileSync(join(folder, 'electron'), 'not a program')
    expect(await openWindow(root)).toMatchObject({ why: expect.stringMatching(/could not be started/) })
  })
  test('without a display nothing is started or fetched', async () => {
    vi.stubEnv('DISPLAY', '')
    vi.stubEnv('WAYLAND_DISPLAY', '')
    expect(await openWindow(root)).toEqual({ why: 'there is no display here' })
  })
})
