import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { homeFolder, prepareHome } from './home-folder.ts'

test('LAB182_HOME comes first, everywhere', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const)
    expect(homeFolder({ LAB182_HOME: 'some/where', APPDATA: 'x' }, platform, '/home/ada')).toBe(
      resolve('some/where'),
    )
})
test("otherwise the platform's place for user data", () => {
  expect(homeFolder({}, 'linux', '/home/ada')).toBe(join('/home/ada', '.config', 'Lab 182'))
  expect(homeFolder({ XDG_CONFIG_HOME: '/cfg' }, 'linux', '/home/ada')).toBe(join('/cfg', 'Lab 182'))
  expect(homeFolder({}, 'darwin', '/Users/ada')).toBe(
    join('/Users/ada', 'Library', 'Application Support', 'Lab 182'),
  )
  expect(homeFolder({ APPDATA: '/roam' }, 'win32', '/u')).toBe(join('/roam', 'Lab 182'))
  expect(homeFolder({}, 'win32', '/u')).toBe(join('/u', 'AppData', 'Roaming', 'Lab 182'))
})
test('is made where it is missing; where that cannot be, the message says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab182-home-'))
  expect(existsSync(prepareHome(join(folder, 'a', 'b')))).toBe(true)
  writeFileSync(join(folder, 'file'), '')
  expect(() => prepareHome(join(folder, 'file', 'b'))).toThrow(
    /data folder ".*" cannot be used .*LAB182_HOME/,
  )
  expect(() => prepareHome(join(folder, 'file'))).toThrow(/cannot be used \(.*file is no folder\)/)
  rmSync(folder, { recursive: true })
})

test.runIf(process.platform === 'linux')('under /proc, where Node itself would try for ever, too', () => {
  expect(() => prepareHome('/proc/lab182/home')).toThrow(/data folder "\/proc\/lab182\/home" cannot be used/)
})
