import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openLab } from '#runs/lab-under-test.testing.ts'
import { homeFolder, prepareHome } from './home-folder.ts'

test('LAB182_HOME comes first, everywhere', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const)
    expect(homeFolder({ LAB182_HOME: 'some/where', APPDATA: 'x' }, platform, '/home/ada')).toBe(
      resolve('some/where'),
    )
})
test('then the folder that the policy names', () => {
  expect(homeFolder({}, 'linux', '/home/ada', '/srv/ada')).toBe('/srv/ada')
  expect(homeFolder({ LAB182_HOME: '/mine' }, 'linux', '/home/ada', '/srv/ada')).toBe(resolve('/mine'))
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
  expect(() => prepareHome(join(folder, 'file'))).toThrow(/cannot be used \(.*file is not a folder\)/)
  rmSync(folder, { recursive: true })
})

describe.skipIf(process.platform === 'win32')(
  'others may not read it (on Windows the folder is the user’s anyway)',
  () => {
    const usual = process.umask()
    afterEach(() => void process.umask(usual))
    /** What others have rights to, below and at `folder`. */
    const open = (folder: string): string[] =>
      ['.', ...(readdirSync(folder, { recursive: true }) as string[])].filter(
        (name) => (statSync(join(folder, name)).mode & 0o077) !== 0,
      )

    test('neither the folder nor anything that a run writes', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'lab182-home-'))
      const home = prepareHome(join(folder, 'home'))
      const lab = await openLab(home)
      const page = lab.page()
      const run = await page.start()
      await page.ended(run.id)
      await lab.close()
      expect(readdirSync(join(home, 'runs', run.id)).length).toBeGreaterThan(1)
      expect(open(home)).toEqual([])
      rmSync(folder, { recursive: true })
    })
    test('the folder of an older lab is taken back, one that is everybody’s is left as it is', () => {
      const folder = mkdtempSync(join(tmpdir(), 'lab182-home-'))
      const make = (name: string, mode: number): string => {
        const path = join(folder, name)
        mkdirSync(join(path, 'runs'), { recursive: true })
        chmodSync(join(path, 'runs'), 0o755)
        chmodSync(path, mode)
        return path
      }
      expect(open(prepareHome(make('old', 0o755)))).toEqual([])
      const shared = prepareHome(make('shared', 0o1777))
      expect(open(shared)).toEqual(['.'])
      rmSync(folder, { recursive: true })
    })
  },
)
test.runIf(process.platform === 'linux')('under /proc, where Node itself would try for ever, too', () => {
  expect(() => prepareHome('/proc/lab182/home')).toThrow(/data folder "\/proc\/lab182\/home" cannot be used/)
})
