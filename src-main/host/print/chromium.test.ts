import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openChromium } from './chromium.ts'

let temporary: string
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'lab182-chromium-test-'))
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(temporary, { recursive: true, force: true })
})

it.each([
  ['cannot be started at all', 'a\0b', /could not print: .*null bytes/],
  ['is not there', '/no/such/browser', /could not print: .*ENOENT/],
  ['is no browser', process.execPath, /could not print: it ended/],
])('a program that %s leaves no folder behind', async (_, program, sentence) => {
  await expect(openChromium(program)).rejects.toThrow(sentence)
  expect(await readdir(temporary)).toEqual([])
})
