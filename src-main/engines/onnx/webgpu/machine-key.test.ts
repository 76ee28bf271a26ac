import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { machineKey } from './machine-key.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab182-key-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const manifest = (library: string): string => JSON.stringify({ ICD: { library_path: library } })

it.runIf(process.platform === 'linux')('changes with the drivers, and with nothing else', () => {
  const icds = join(folder, 'vulkan', 'icd.d')
  const env = { XDG_DATA_DIRS: folder, XDG_CONFIG_HOME: folder, XDG_CONFIG_DIRS: '', XDG_DATA_HOME: folder }
  const bare = machineKey(env)
  expect(machineKey({ ...env, ANYTHING: 'else' })).toBe(bare)
  mkdirSync(icds, { recursive: true })
  writeFileSync(join(icds, 'card.json'), manifest('../../libcard.so'))
  writeFileSync(join(folder, 'libcard.so'), 'version 1')
  const installed = machineKey(env)
  expect(installed).not.toBe(bare)
  expect(machineKey(env)).toBe(installed)
  writeFileSync(join(folder, 'libcard.so'), 'version 2.0')
  expect(machineKey(env)).not.toBe(installed)
})

it.runIf(process.platform === 'linux')('knows the drivers that a variable names', () => {
  const path = join(folder, 'one.json')
  writeFileSync(path, manifest('libone.so'))
  expect(machineKey({ VK_ICD_FILENAMES: path })).toContain('libone.so')
  expect(machineKey({ VK_DRIVER_FILES: path })).toContain('libone.so')
  writeFileSync(path, 'no manifest')
  expect(machineKey({ VK_ICD_FILENAMES: path })).not.toContain('libone.so')
})
