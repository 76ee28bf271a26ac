import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planLost, type RunAllOrder, type RunAllState } from '#contract/run-all.ts'
import { findClaim, takeClaim } from './claim.ts'
import { openLab } from './lab-under-test.testing.ts'

type Lab = Awaited<ReturnType<typeof openLab>>
let lab: Lab
beforeEach(async () => {
  lab = await openLab(undefined, { limits: { atWork: 2, paused: 1, waiting: 20 } })
})
afterEach(() => lab.close())

const problem2: RunAllOrder = { setting: 'short', problems: [2], seeds: 1 }
const endless = { params: { iterations: 1_000_000 } }
const slow = { stepsPerSecond: 5 }
const statesOf = ({ events }: ReturnType<Lab['page']>): RunAllState[] =>
  events.flatMap((event) => (event.type === 'runAll.changed' ? event.state : []))
const ended = (page: ReturnType<Lab['page']>): Promise<RunAllState> =>
  page.until(() => statesOf(page).findLast(({ status }) => status === 'ended'))
const slotsRun = ({ manager }: Lab): string[] =>
  manager
    .list()
    .runs.map(({ request, status }) => `${request.part} ${request.slot} ${status}`)
    .sort()

describe('"Run all"', () => {
  it('runs every part of a problem to its end, tells how far it is, and knows its time the next time', async () => {
    const page = lab.page()
    expect(await page.client.request('runAll.state', {})).toBeNull()
    expect(await page.client.request('runAll.expect', problem2)).toEqual({ runs: 4, seconds: null })
    const begun = await page.client.request('runAll.start', problem2)
    expect(begun).toMatchObject({ status: 'running', total: 4, failed: 0, secondsLeft: null })
    expect(begun.current).toHaveLength(2)
    expect(await ended(page)).toMatchObject({ done: 4, failed: 0, current: [], progress: 1, secondsLeft: 0 })
    expect(slotsRun(lab)).toEqual(['2a', '2b', '2c', '2d'].map((part) => `${part} main completed`))
    const { seconds } = await page.client.request('runAll.expect', problem2)
    expect(seconds).toBeGreaterThan(0)
  })

  it('is refused where there is nothing to run, and while it is under way', async () => {
    const page = lab.page()
    await expect(page.client.request('runAll.start', { ...problem2, problems: [9] })).rejects.toThrow(
      /nothing to run for problem 9; there are problems 1, 2/,
    )
    await expect(page.client.request('runAll.resume', {})).rejects.toThrow(/nothing to go on with/)
    await page.client.request('runAll.start', problem2)
    await expect(page.client.request('runAll.start', problem2)).rejects.toThrow(/already at work/)
    await ended(page)
  })

  it('stops, and goes on with what is left', async () => {
    const page = lab.page()
    await page.client.request('runAll.start', { ...problem2, seeds: 16 })
    await page.until(() => statesOf(page).find(({ done }) => done > 0))
    const before = slotsRun(lab).length
    await page.client.request('runAll.stop', {})
    expect(lab.manager.liveRuns()).toEqual([])
    // Runs that end at once make room for the next, yet none is begun but those that were on their way.
    expect(slotsRun(lab).length - before).toBeLessThanOrEqual(2)
    expect(await page.client.request('runAll.state', {})).toMatchObject({
      status: 'stopped',
      total: 64,
      failed: 0,
      current: [],
    })
    const completed = (): string[] =>
      lab.manager
        .list()
        .runs.flatMap(({ request, status }) =>
          status === 'completed' ? `${request.part} ${request.seed}` : [],
        )
    expect(completed().length).toBeLessThan(64)
    await page.client.request('runAll.resume', {})
    expect(await ended(page)).toMatchObject({ done: 64, failed: 0 })
    // What had completed was not run again.
    expect([completed().length, new Set(completed()).size]).toEqual([64, 64])
  })

  it('goes on in the next lab where the one before was killed', async () => {
    const page = lab.page()
    await page.client.request('runAll.start', problem2)
    await ended(page)
    // As a kill between two runs leaves it: two done, one that was begun, one that waits.
    const file = join(lab.home, 'run-all', 'run-all.json')
    const plan = JSON.parse(await readFile(file, 'utf8')) as { items: Record<string, unknown>[] }
    const [first, second, third, fourth] = plan.items
    const left = [
      first,
      second,
      { ...third, status: 'begun', run: null },
      { ...fourth, status: 'waiting', run: null },
    ]
    await writeFile(file, JSON.stringify({ ...plan, status: 'running', items: left }))
    const next = await openLab(lab.home)
    const nextPage = next.page()
    await next.runAll.open(true)
    expect(await ended(nextPage)).toMatchObject({ total: 4, done: 4, failed: 0 })
    expect(slotsRun(next).filter((run) => run.startsWith('2a'))).toHaveLength(1)
    expect(slotsRun(next)).toHaveLength(6)
    await next.close()
  })

  it('is one lab’s at a time', async () => {
    const page = lab.page()
    await page.client.request('runAll.start', { ...problem2, problems: [1] })
    const other = await openLab(lab.home)
    await other.runAll.open(true)
    await expect(other.runAll.start(problem2)).rejects.toThrow(/in another Lab 182/)
    await expect(other.runAll.stop()).rejects.toThrow(/in another Lab 182/)
    expect(await other.runAll.state()).toMatchObject({ status: 'running', problems: [1] })
    await page.client.request('runAll.stop', {})
    await other.close()
  })

  it('counts a run that was stopped by hand as failed, and runs it when it goes on', async () => {
    const page = lab.page()
    // Somebody's own runs have the places, so those of the plan wait as others do.
    const own = await page.start({ params: { iterations: 1_000_000 } }, { stepsPerSecond: 5 })
    const other = await page.start({ params: { iterations: 1_000_000 } }, { stepsPerSecond: 5 })
    const { current } = await page.client.request('runAll.start', problem2)
    expect(current.map((id) => lab.manager.head(id).place)).toEqual([1, 2])
    lab.manager.control(current[0] ?? '', 'stop')
    await page.ended(current[0] ?? '')
    lab.manager.control(own.id, 'stop')
    lab.manager.control(other.id, 'stop')
    expect(await ended(page)).toMatchObject({
      done: 3,
      failed: 1,
      failures: ['2a, seed 183: Its run ended as "stopped".'],
    })
    await page.client.request('runAll.resume', {})
    await page.until(() => statesOf(page).find(({ done }) => done === 4))
    expect(slotsRun(lab).filter((run) => run.startsWith('2a'))).toEqual([
      '2a main completed',
      '2a main stopped',
    ])
  })

  it('stops, says so and writes nothing where another lab has taken the plan over', async () => {
    const page = lab.page()
    const { manager } = lab
    // Somebody's own runs have the places, so that nothing is written meanwhile.
    const own = [await page.start(endless, slow), await page.start(endless, slow)]
    const { current } = await page.client.request('runAll.start', problem2)
    const folder = join(lab.home, 'run-all')
    const written = await readFile(join(folder, 'run-all.json'), 'utf8')
    // As after a sleep: another lab has judged this one gone and taken its place.
    const taken = await takeClaim(folder, await findClaim(folder))
    expect(
      await page.until(() => statesOf(page).find(({ failures }) => failures.includes(planLost))),
    ).toMatchObject({ status: 'stopped' })
    for (const id of current) expect((await page.ended(id)).status).toBe('stopped')
    for (const { id } of own) manager.control(id, 'stop')
    for (const { id } of own) await page.ended(id)
    await lab.runAll.close()
    expect(manager.liveRuns()).toEqual([])
    expect(await readFile(join(folder, 'run-all.json'), 'utf8')).toBe(written)
    await taken.release()
  })

  it('takes a damaged or foreign plan for none', async () => {
    const page = lab.page()
    await page.client.request('runAll.start', problem2)
    await ended(page)
    await writeFile(join(lab.home, 'run-all', 'run-all.json'), '{"format":2}')
    const next = await openLab(lab.home)
    await next.runAll.open(true)
    expect(await next.runAll.state()).toBeNull()
    await next.close()
  })
})
