import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeHomeSettings, readHomeSettings } from './home-settings.ts'
import { homeFormat, homeProblem, openHome } from './home-version.ts'

let home = ''
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'lab182-home-'))))
afterEach(() => rmSync(home, { recursive: true }))

const file = () => join(home, 'home.json')
const formatIn = (): unknown => (JSON.parse(readFileSync(file(), 'utf8')) as { format: unknown }).format
const now = new Date('2026-01-02T03:04:05.000Z')
/** A folder as labs left it that wrote no home.json. */
function older(): void {
  mkdirSync(join(home, 'runs', 'one'), { recursive: true })
  mkdirSync(join(home, 'worksheets', 'mine', 'files'), { recursive: true })
  writeFileSync(join(home, 'worksheets', 'mine', 'worksheet.json'), 'typed')
  writeFileSync(join(home, 'worksheets', 'mine', 'files', 'a.png'), 'picture')
  writeFileSync(join(home, 'run-all.json'), 'plan')
}

test('a new folder is of this version, and has nothing to back up', () => {
  expect(openHome(home, '1.2.3')).toBeNull()
  expect(readdirSync(home)).toEqual(['home.json'])
  expect(formatIn()).toBe(homeFormat)
  expect(openHome(home, '1.2.3')).toBeNull()
})

test('a folder of an older version is brought to this one, after a copy of what somebody wrote', () => {
  older()
  const seen: string[] = []
  const steps = {
    1: (at: string) => {
      // The copy is there before anything is changed.
      seen.push(...readdirSync(join(at, 'backups')))
      writeFileSync(join(at, 'worksheets', 'mine', 'worksheet.json'), 'migrated')
    },
  }
  expect(openHome(home, '1.2.3', { steps, now })).toBeNull()
  expect(seen).toEqual(['format-1-2026-01-02T03-04-05-000Z'])
  const backup = join(home, 'backups', seen[0] ?? '')
  expect(readFileSync(join(backup, 'worksheets', 'mine', 'worksheet.json'), 'utf8')).toBe('typed')
  expect(readFileSync(join(backup, 'run-all.json'), 'utf8')).toBe('plan')
  expect(existsSync(join(backup, 'runs'))).toBe(false)
  expect(formatIn()).toBe(homeFormat)
  // Once.
  expect(openHome(home, '1.2.3', { steps, now: new Date() })).toBeNull()
  expect(readdirSync(join(home, 'backups'))).toHaveLength(1)
})

test('one that cannot be brought to this version is read-only, and keeps its mark', () => {
  older()
  const steps = {
    1: () => {
      throw new Error('ENOSPC: no space left')
    },
  }
  expect(openHome(home, '1.2.3', { steps, now })).toMatch(/older Lab 182.*ENOSPC.*read-only: free some space/)
  expect(existsSync(file())).toBe(false)
})

test.each([
  ['{ "format": 99, "more": true }', /newer Lab 182 \(format 99, this lab knows 2\).*update this lab/],
  ['torn', /home\.json cannot be read.*update this lab/],
])('a folder with %s is read-only, and nothing in it is touched', (text, sentence) => {
  older()
  writeFileSync(file(), text)
  const before = readdirSync(home, { recursive: true })
  expect(openHome(home, '1.2.3')).toMatch(sentence)
  expect(homeProblem(home)).toMatch(sentence)
  expect(readdirSync(home, { recursive: true })).toEqual(before)
  expect(readFileSync(file(), 'utf8')).toBe(text)
})

test('settings keep what other versions wrote, and begin anew where they are damaged', async () => {
  expect(await readHomeSettings(home)).toEqual({ isTourSeen: false })
  writeFileSync(join(home, 'settings.json'), '{ "later": 1 }')
  await changeHomeSettings(home, { isTourSeen: true })
  expect(await readHomeSettings(home)).toEqual({ later: 1, isTourSeen: true })
  writeFileSync(join(home, 'settings.json'), 'torn')
  expect(await readHomeSettings(home)).toEqual({ isTourSeen: false })
})
