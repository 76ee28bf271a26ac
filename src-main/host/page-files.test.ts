import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security.ts'
import { cacheControl, readPageFiles } from './page-files.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab182-page-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('reads files of known kinds once, by the path of their URL', async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<p>')
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), '1')
  writeFileSync(join(folder, 'assets', 'notes.txt'), 'not for the page')
  symlinkSync('/etc/hostname', join(folder, 'assets', 'link.js'))
  const files = await readPageFiles(folder)
  expect([...files.keys()].sort()).toEqual(['/', '/assets/index-1a2b.js', '/index.html'])
  expect(files.get('/')).toBe(files.get('/index.html'))
  const [page, script] = [files.get('/'), files.get('/assets/index-1a2b.js')]
  if (!page || !script) throw new Error('both were listed above')
  expect(page.type).toBe('text/html; charset=utf-8')
  expect(cacheControl(page)).toBe('no-store')
  expect(script.type).toBe('text/javascript; charset=utf-8')
  expect(cacheControl(script)).toMatch(/immutable/)
})
test('says what to do where the page is not built', async () => {
  await expect(readPageFiles(join(folder, 'missing'))).rejects.toThrow(/npm run build/)
  await expect(readPageFiles(folder)).rejects.toThrow(/npm run build/)
})
test('the policy allows no inline code or style, no other origin, no frame', () => {
  const policy = contentSecurityPolicy(['ws://127.0.0.1:1820'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain('connect-src ws://127.0.0.1:1820;')
  expect(policy).not.toMatch(/unsafe|\*|https?:/)
  expect(contentSecurityPolicy([])).toContain("connect-src 'none'")
})
