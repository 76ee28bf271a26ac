import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isUnfinished, removeUnfinished, writeWhole, writeWholeSync } from './whole-file.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab182-whole-'))
  path = join(folder, 'a.json')
})
afterEach(() => rmSync(folder, { recursive: true }))
const content = (): string => readFileSync(path, 'utf8')

it.each([
  ['writeWhole', (text: string) => writeWhole(path, text)],
  ['writeWholeSync', async (text: string) => writeWholeSync(path, text)],
  [
    'writeWhole in pieces',
    (text: string) =>
      writeWhole(path, async (file) => {
        for (const letter of text) await file.writeFile(letter)
      }),
  ],
])('%s replaces a file, for its owner only, and leaves nothing beside it', async (_, write) => {
  await write('first, and longer')
  await write('second')
  expect(content()).toBe('second')
  expect(readdirSync(folder)).toEqual(['a.json'])
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('leaves the old file, and nothing else, where the writing ends in an error', async () => {
  await writeWhole(path, 'first')
  const half = writeWhole(path, async (file) => {
    await file.writeFile('half')
    throw new Error('stopped')
  })
  await expect(half).rejects.toThrow('stopped')
  expect(content()).toBe('first')
  expect(readdirSync(folder)).toEqual(['a.json'])
})

it('rejects with the error of the file system', async () => {
  await expect(writeWhole(join(folder, 'gone', 'a.json'), 'text')).rejects.toThrow(/ENOENT/)
  expect(() => writeWholeSync(join(folder, 'gone', 'a.json'), 'text')).toThrow(/ENOENT/)
})

it('removes what killed processes left of this file, and nothing that a living one writes', async () => {
  const id = '0b0e4f1c-91a7-4f6e-b0c4-0c5a1f1f9d11'
  const noProcess = 4_194_999
  const left = [
    `a.json.${noProcess}-${id}.new`,
    `a.json.unfinished-${noProcess}`,
    `a.json.${process.pid}-${id}.new`,
  ]
  const kept = [`a.json.${process.ppid}-${id}.new`, `b.json.${noProcess}-${id}.new`, 'a.json', 'a.json.txt']
  for (const name of [...left, ...kept]) writeFileSync(join(folder, name), '')
  expect(kept.filter(isUnfinished)).toHaveLength(2)
  await removeUnfinished(path)
  expect(readdirSync(folder).sort()).toEqual([...kept].sort())
})
