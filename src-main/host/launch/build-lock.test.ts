import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { underLock } from './build-lock.mjs'

let lock = ''
beforeEach(() => (lock = join(mkdtempSync(join(tmpdir(), 'lab182-lock-')), 'lock')))
afterEach(() => rmSync(join(lock, '..'), { recursive: true }))

test('one at a time, and the lock is given back even after a failure', async () => {
  let inside = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside--
  }
  await expect(underLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await Promise.all([underLock(lock, work), underLock(lock, work), underLock(lock, work)])
  expect(most).toBe(1)
  expect(existsSync(lock)).toBe(false)
})
test('a lock whose holder is gone is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  mkdirSync(lock)
  writeFileSync(join(lock, 'pid'), String(pid))
  expect(await underLock(lock, async () => 'done')).toBe('done')
})
test('a lock whose number is a stranger’s by now is taken over when no sign of life comes', async () => {
  mkdirSync(lock)
  writeFileSync(join(lock, 'pid'), String(process.ppid))
  expect(await underLock(lock, async () => 'done', { sign: 10, patience: 50 })).toBe('done')
})
test('a holder that gives signs of life is waited for, however long it takes', async () => {
  const times = { sign: 5, patience: 200 }
  let isInside = false
  const slow = underLock(
    lock,
    async () => {
      isInside = true
      await new Promise((resolve) => setTimeout(resolve, 600))
      isInside = false
    },
    times,
  )
  expect(await underLock(lock, async () => isInside, times)).toBe(false)
  await slow
})
