import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ClaimLostError, ClaimTakenError, findClaim, takeClaim } from './claim.ts'
import { ClaimWatch } from './claim-watch.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'claim-'))))
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

describe('a claim', () => {
  it('is taken by one of many that try at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => takeClaim(folder, null)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const attempt of tries)
      if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(ClaimTakenError)
    expect(await readdir(folder)).toEqual(['claim-1.json'])
  })

  it('is not taken by one that looked before two others had it', async () => {
    const seen = await findClaim(folder)
    await (await takeClaim(folder, seen)).release()
    await (await takeClaim(folder, await findClaim(folder))).release()
    await expect(takeClaim(folder, seen)).rejects.toThrow(ClaimTakenError)
    expect(await readdir(folder)).toEqual(['claim-2.json'])
  })

  it('is free again once it is released, and its process is alive until then', async () => {
    const watch = new ClaimWatch()
    const state = async () => {
      const found = await findClaim(folder)
      return found && watch.state('run', found)
    }
    const claim = await takeClaim(folder, null)
    expect(await state()).toBe('alive')
    await claim.release()
    expect(await state()).toBe('free')
  })

  it('that was taken over is noticed by the heartbeat', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const claim = await takeClaim(folder, null)
    const lost = new Promise<void>((resolve) => claim.keep(resolve))
    await takeClaim(folder, await findClaim(folder))
    vi.advanceTimersByTime(1000)
    await lost
    await expect(claim.assertOurs()).rejects.toThrow(ClaimLostError)
  })

  it('that was taken over while its process slept is noticed before the next write', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const claim = await takeClaim(folder, null)
    await takeClaim(folder, await findClaim(folder))
    vi.setSystemTime(Date.now() + 60_000)
    await expect(claim.assertOurs()).rejects.toThrow(/Another Lab 182 has taken over/)
  })

  it('moves with its folder and is lost with it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const claim = await takeClaim(folder, null)
    const moved = `${folder}-moved`
    await rename(folder, moved)
    claim.moved(moved)
    vi.setSystemTime(Date.now() + 60_000)
    await claim.assertOurs()
    await rm(moved, { recursive: true })
    vi.setSystemTime(Date.now() + 60_000)
    await expect(claim.assertOurs()).rejects.toThrow(ClaimLostError)
  })
})

describe('a claim that cannot be judged', () => {
  const found = (text: string) => ({ number: 1, claim: null, text })

  it('is free when its heartbeat has stood still for half a minute of watching', () => {
    let now = 0
    const watch = new ClaimWatch(() => now)
    const look = (text: string, seconds: number) => {
      now += seconds * 1000
      return watch.state('run', found(text))
    }
    for (let second = 0; second < 28; second += 2) expect(look('a', 2)).toBe('watched')
    // It beats once more: all begins anew.
    for (let second = 0; second <= 28; second += 2) expect(look('b', 2)).toBe('watched')
    expect(look('b', 2)).toBe('free')
  })

  it('is not free because whoever watches it slept', () => {
    let now = 0
    const watch = new ClaimWatch(() => now)
    expect(watch.state('run', found('a'))).toBe('watched')
    now += 3_600_000
    expect(watch.state('run', found('a'))).toBe('watched')
  })

  it('is one whose file cannot be read', async () => {
    await writeFile(join(folder, 'claim-3.json'), '\0\0')
    const unreadable = await findClaim(folder)
    expect(unreadable).toMatchObject({ number: 3, claim: null })
    expect(unreadable && new ClaimWatch().state('run', unreadable)).toBe('watched')
  })
})
