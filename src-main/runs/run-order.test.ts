import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openLab } from './lab-under-test.testing.ts'
import { isBefore, latestTime, nextRunId, placeTime, timeIn } from './run-order.ts'

const hour = 3_600_000
afterEach(() => {
  vi.useRealTimers()
})

describe('the order of runs', () => {
  it('is kept after the clock went back an hour, in the same lab and in one opened later', async () => {
    const home = await mkdtemp(join(tmpdir(), 'lab182-'))
    vi.useFakeTimers({ toFake: ['Date'] })
    const names: string[] = []
    const runOne = async (lab: Awaited<ReturnType<typeof openLab>>): Promise<void> => {
      const page = lab.page()
      const { id } = await page.start({ part: '1d', params: { iterations: 5 } })
      await page.ended(id)
      names.unshift(id)
    }
    const first = await openLab(home)
    await runOne(first)
    vi.setSystemTime(Date.now() - hour)
    await runOne(first)
    await first.close()
    vi.setSystemTime(Date.now() - hour)
    const later = await openLab(home)
    await runOne(later)
    expect(later.manager.list().runs.map(({ id }) => id)).toEqual(names)
    expect(later.manager.library.census().groups[0]?.newest?.id).toBe(names[0])
    // When it was made is said as the clock said it.
    const [newest, , oldest] = later.manager.list().runs
    expect(Date.parse(newest?.createdAt ?? '')).toBeLessThan(Date.parse(oldest?.createdAt ?? ''))
    await later.close()
    await rm(home, { recursive: true, force: true })
  })

  it('gives each run a later time than all there are, the clock\u2019s where that is later', () => {
    const now = Date.parse('2040-05-01T10:00:00.000Z')
    const ids = [nextRunId(now, 0), nextRunId(now, 0), nextRunId(now - hour, 0), nextRunId(now, now + hour)]
    expect(ids.map(timeIn)).toEqual([
      '2040-05-01T10:00:00.000Z',
      '2040-05-01T10:00:00.001Z',
      '2040-05-01T10:00:00.002Z',
      '2040-05-01T11:00:00.001Z',
    ])
    expect(latestTime(['zzz', ...ids.toReversed(), 'a'])).toBe(now + hour + 1)
    expect(latestTime(['zzz'])).toBe(0)
  })

  it('stands by the id, and by when it was made for a run named otherwise', () => {
    const run = (id: string, createdAt: string) => ({ id, time: placeTime({ id, createdAt }) })
    const later = run('2026-01-01t10-00-00-001z-a0', '2026-01-01T09:00:00.000Z')
    const earlier = run('2026-01-01t10-00-00-000z-a0', '2026-01-01T10:00:00.000Z')
    const other = run('mine', '2026-01-01T09:30:00.000Z')
    expect([later, other, earlier].sort((a, b) => (isBefore(a, b) ? -1 : 1))).toEqual([later, earlier, other])
  })
})
