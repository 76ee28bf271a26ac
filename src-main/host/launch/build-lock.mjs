// @ts-check
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two signs of life of a holder, and without one until its lock is taken over. */
const usualTimes = { sign: 1000, patience: 10_000 }

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {string} lock */
const pidFile = (lock) => join(lock, 'pid')

/**
 * The holder's process number; 0 while the lock is being taken or given back.
 * @param {string} lock
 */
function holderOf(lock) {
  try {
    return Number(readFileSync(pidFile(lock), 'utf8'))
  } catch {
    return 0
  }
}

/**
 * When the holder last gave a sign of life, by the clock of the disk; only its changes count.
 * @param {string} lock
 */
function signOf(lock) {
  try {
    return statSync(pidFile(lock)).mtimeMs
  } catch {
    return 0
  }
}

/**
 * Whether the lock was free; it is taken then.
 * @param {string} lock
 */
function take(lock) {
  try {
    mkdirSync(lock)
    writeFileSync(pidFile(lock), String(process.pid))
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return false
  }
}

/**
 * Runs `work` while no other process does so under the same lock folder; waits for one that does. A holder is gone when
 * its process has ended, or when its number is a stranger's by now and no sign of life comes. Throws the system's error
 * where the lock may not be taken, or what another user left may not be deleted.
 * @template T
 * @param {string} lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function underLock(lock, work, times = usualTimes) {
  let sign = NaN
  let since = 0
  while (!take(lock)) {
    const next = signOf(lock)
    if (next !== sign) since = performance.now()
    sign = next
    const pid = holderOf(lock)
    if ((pid > 0 && !isAlive(pid)) || performance.now() - since > times.patience)
      rmSync(lock, { recursive: true, force: true })
    else await sleep(100)
  }
  const signs = setInterval(() => {
    try {
      utimesSync(pidFile(lock), new Date(), new Date())
    } catch {
      // taken over while this process was stopped; both build the same
    }
  }, times.sign)
  try {
    return await work()
  } finally {
    clearInterval(signs)
    if (holderOf(lock) === process.pid) rmSync(lock, { recursive: true, force: true })
  }
}
