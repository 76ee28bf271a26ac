import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderSize } from './folder-size.ts'

test('counts every file below a folder once, follows no link, and takes a missing folder for an empty one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab182-size-'))
  mkdirSync(join(folder, 'a', 'b'), { recursive: true })
  for (let n = 0; n < 200; n++) writeFileSync(join(folder, 'a', `${n}`), 'x'.repeat(10))
  writeFileSync(join(folder, 'a', 'b', 'deep'), 'x'.repeat(7))
  if (process.platform !== 'win32') symlinkSync(folder, join(folder, 'a', 'b', 'loop'))
  const { files, bytes, unread } = await folderSize(join(folder, 'a'))
  const links = process.platform === 'win32' ? 0 : 1
  expect(files).toBe(201 + links)
  // A link holds the path that it names.
  expect(bytes).toBe(2007 + links * folder.length)
  expect(unread).toEqual([])
  expect(await folderSize(join(folder, 'none'))).toEqual({ files: 0, bytes: 0, unread: [] })
  expect(await folderSize(join(folder, 'a', '5'))).toEqual({ files: 1, bytes: 10, unread: [] })
  rmSync(folder, { recursive: true })
})
