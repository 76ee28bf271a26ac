import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint, isFresh, stampPath } from './freshness.mjs'

let root = ''
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab182-fresh-'))
  write('package.json', '{}')
  write('src-main/index.ts', '1')
  write('src-renderer/App.svelte', '2')
})
afterEach(() => rmSync(root, { recursive: true }))

test('the same content has the same fingerprint, whatever its times', () => {
  const before = fingerprint(root)
  utimesSync(join(root, 'src-main/index.ts'), 1, 1)
  expect(fingerprint(root)).toBe(before)
})
test.each([
  ['a changed source', 'src-main/index.ts', '9'],
  ['a new source', 'src-renderer/shell/New.svelte', ''],
  ['another lock file', 'package-lock.json', '{}'],
])('%s changes it', (_what, path, text) => {
  const before = fingerprint(root)
  write(path, text)
  expect(fingerprint(root)).not.toBe(before)
})
test('content that moves from one file to another changes it', () => {
  const before = fingerprint(root)
  write('src-main/index.ts', '2')
  write('src-renderer/App.svelte', '1')
  expect(fingerprint(root)).not.toBe(before)
})
test('tests and notes do not', () => {
  const before = fingerprint(root)
  write('src-main/index.test.ts', 'x')
  write('src-main/README.md', 'x')
  expect(fingerprint(root)).toBe(before)
})
test('a build is fresh when it is complete and of these sources', () => {
  const out = join(root, 'out')
  const print = fingerprint(root)
  expect(isFresh(out, print)).toBe(false)
  for (const path of ['index', 'serve', 'cli', 'trainer', 'gpu-probe']) write(`out/main/${path}.js`, '')
  write('out/preload/preload.cjs', '')
  write('out/renderer/index.html', '')
  expect(isFresh(out, print)).toBe(false)
  writeFileSync(stampPath(out), print)
  expect(isFresh(out, print)).toBe(true)
  expect(isFresh(out, fingerprint(join(root, 'src-main')))).toBe(false)
  rmSync(join(out, 'renderer'), { recursive: true })
  expect(isFresh(out, print)).toBe(false)
})
