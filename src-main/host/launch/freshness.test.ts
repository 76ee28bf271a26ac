import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint, isFresh, outputs, stampPath } from './freshness.mjs'

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
  write('src-main/runs/lab.testing.ts', 'x')
  write('src-main/engines/testing/suite.ts', 'x')
  expect(fingerprint(root)).toBe(before)
})
test('a build is fresh when it is complete and of these sources', () => {
  const out = join(root, 'out')
  const print = fingerprint(root)
  expect(isFresh(out, print)).toBe(false)
  for (const path of outputs) write(`out/${path}`, '')
  expect(isFresh(out, print)).toBe(false)
  writeFileSync(stampPath(out), print)
  expect(isFresh(out, print)).toBe(true)
  expect(isFresh(out, fingerprint(join(root, 'src-main')))).toBe(false)
  rmSync(join(out, 'renderer'), { recursive: true })
  expect(isFresh(out, print)).toBe(false)
})
test.each(outputs)('a build without %s is not fresh', (missing) => {
  const out = join(root, 'out')
  const print = fingerprint(root)
  for (const path of outputs) write(`out/${path}`, '')
  writeFileSync(stampPath(out), print)
  rmSync(join(out, missing))
  expect(isFresh(out, print)).toBe(false)
})
test('every program of the lab and its page are among the outputs', () => {
  expect(outputs).toEqual(
    expect.arrayContaining([
      'main/trainer.js',
      'main/data-job.js',
      'main/tensorflow-probe.js',
      'main/engine-tensorflow.js',
      'preload/preload.cjs',
      'renderer/index.html',
    ]),
  )
})
