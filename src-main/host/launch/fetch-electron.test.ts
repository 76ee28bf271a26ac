import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { downloadHost, progressText, shortReason, unlessSilent } from './fetch-electron.mjs'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Work that ends only by its signal. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))

test('silence ends the work, with the reason', async () => {
  const ended = expect(unlessSilent(8000, endless)).rejects.toThrow('no answer within 8 s')
  await vi.advanceTimersByTimeAsync(8000)
  await ended
})
test('every sign of life starts the wait anew', async () => {
  let isOver = false
  const work = unlessSilent(8000, (signal, alive) => {
    const ticks = setInterval(alive, 7000)
    signal.addEventListener('abort', () => clearInterval(ticks))
    return new Promise((resolve) => setTimeout(() => resolve(clearInterval(ticks)), 60_000))
  }).finally(() => (isOver = true))
  await vi.advanceTimersByTimeAsync(59_000)
  expect(isOver).toBe(false)
  await vi.advanceTimersByTimeAsync(1000)
  await work
  expect(vi.getTimerCount()).toBe(0)
})
test('progress in megabytes, and in percent where the size is known', () => {
  expect(progressText({ transferred: 34_400_000, total: 118_000_000 })).toBe('34 of 118 MB (29 %)')
  expect(progressText({ transferred: 34_400_000, total: null })).toBe('34 MB')
})
test('the host is that of the mirror, where one is set', () => {
  expect(downloadHost({})).toBe('github.com')
  expect(downloadHost({ ELECTRON_MIRROR: 'https://mirror.example/electron/' })).toBe('mirror.example')
  expect(downloadHost({ npm_config_electron_mirror: 'not an address' })).toBe('github.com')
})
test('the reason is the one hidden in the cause', () => {
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND github.com'), { code: 'ENOTFOUND' })
  expect(shortReason(new TypeError('fetch failed', { cause }))).toMatch(/its name cannot be looked up/)
  expect(shortReason(new Error('Response code 404\nmore'))).toBe('Response code 404')
})
