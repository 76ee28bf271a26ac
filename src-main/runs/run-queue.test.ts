import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab } from './lab-under-test.testing.ts'
import { takesEveryCore } from './live-runs.ts'
import { RunQueue } from './run-queue.ts'

const limits = { atWork: 2, paused: 1, waiting: 3 }
const endless = { params: { iterations: 1_000_000 } }
const slow = { stepsPerSecond: 5 }

let lab: Awaited<ReturnType<typeof openLab>>
let page: ReturnType<typeof lab.page>
beforeEach(async () => {
  lab = await openLab(undefined, { limits })
  page = lab.page()
})
afterEach(() => lab.close())

const statuses = (): string[] =>
  lab.manager
    .list()
    .runs.map(({ status }) => status)
    .reverse()
const control = (run: string, action: 'pause' | 'resume' | 'step' | 'stop') =>
  page.client.request('run.control', { run, action })
const begun = (id: string) => page.until(() => ['running', 'paused'].includes(lab.manager.head(id).status))

describe('more starts than the lab carries out at a time', () => {
  it('wait with their place, and begin in their order', async () => {
    const runs = [await page.start(endless, slow), await page.start(endless, slow)]
    const [third, fourth] = [await page.start(endless, slow), await page.start(endless, slow)]
    expect([third.status, third.place, fourth.status, fourth.place]).toEqual(['queued', 1, 'queued', 2])
    expect(lab.trainers.count()).toBe(2)
    await control(runs[1]?.id ?? '', 'stop')
    await begun(third.id)
    expect(lab.manager.head(fourth.id)).toMatchObject({ status: 'queued', place: 1 })
    // The page that shows it has heard of its new place.
    await page.until(() =>
      page.events.some((e) => e.type === 'run.changed' && e.run.id === fourth.id && e.run.place === 1),
    )
  })

  it('are refused in one sentence when too many wait, also those that arrive together', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => page.start(endless, slow)))
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []))
    expect(answers.length - refused.length).toBe(limits.atWork + limits.waiting)
    expect(new Set(refused)).toEqual(
      new Set([
        'RefusedError: 3 runs are waiting, which is the maximum; stop some of them, or start this one when they have run.',
      ]),
    )
    expect(lab.trainers.count()).toBe(limits.atWork)
    expect(lab.manager.list().total).toBe(limits.atWork + limits.waiting)
  })

  it('can be stopped and renamed while they wait, and do nothing else', async () => {
    await page.start(endless, slow)
    await page.start(endless, slow)
    const waiting = await page.start(endless, slow)
    const next = await page.start(endless, slow)
    await expect(control(waiting.id, 'pause')).rejects.toThrow(/waits for its turn \(place 1\)/)
    await expect(page.client.request('run.delete', { run: waiting.id, isForGood: true })).rejects.toThrow(
      /under way; stop it/,
    )
    await page.client.request('run.rename', { run: waiting.id, name: 'Later' })
    await control(waiting.id, 'stop')
    expect(await page.ended(waiting.id)).toMatchObject({ status: 'stopped', name: 'Later', place: null })
    expect(lab.manager.head(next.id).place).toBe(1)
    expect(statuses()).toEqual(['running', 'running', 'stopped', 'queued'])
  })

  it('begin beside a paused run, which holds up nobody', async () => {
    const first = await page.start(endless, slow)
    await page.start(endless, slow)
    const waiting = await page.start(endless, slow)
    await begun(first.id)
    await control(first.id, 'pause')
    await begun(waiting.id)
    expect(statuses()).toEqual(['paused', 'running', 'running'])
    // But there is an end to trainers that are paused.
    await control(waiting.id, 'pause')
    await page.until(() => lab.manager.head(waiting.id).status === 'paused')
    expect(await page.start(endless, slow)).toMatchObject({ status: 'queued', place: 1 })
    await control(first.id, 'resume')
    await page.until(() => lab.manager.head(first.id).status === 'running')
  })

  it('are recorded as stopped when the lab closes, with nothing lost', async () => {
    await page.start(endless, slow)
    await page.start(endless, slow)
    const waiting = await page.start({ ...endless, seed: 7 }, slow)
    const { home } = lab
    await lab.manager.close()
    const again = await openLab(home)
    expect(again.manager.head(waiting.id)).toMatchObject({ status: 'stopped', request: { seed: 7 } })
    expect(again.manager.head(waiting.id).problem).toMatch(/closed before the turn of this run/)
    await again.close()
  })
})

describe('the order of a queue', () => {
  it('takes a part that an engine trains for one that needs every core, and not one in plain TypeScript', () => {
    const ofPart = (part: string) => takesEveryCore({ part, slot: 'main' })
    expect(['1e', '2b', '1i', '4c', '5b'].map(ofPart)).toEqual([false, false, true, true, true])
  })
  const small = (id: string) => ({ id, isSweep: false, isHeld: false })
  const sweep = (id: string) => ({ id, isSweep: true, isHeld: false })
  const queueOf = (...runs: ReturnType<typeof small>[]) => {
    const queue = new RunQueue({ atWork: 2, paused: 1, waiting: 10 })
    for (const run of runs) queue.add(run)
    return queue
  }

  it('lets a sweep wait for another one, and small runs go beside it up to the limit', () => {
    const queue = queueOf(sweep('second'), small('plot'))
    expect(queue.next({ atWork: 1, sweeps: 1, paused: 0 })).toBe('plot')
    expect(queue.next({ atWork: 2, sweeps: 1, paused: 0 })).toBeNull()
    // The sweep that waited has the first place that becomes free for it.
    expect(queue.next({ atWork: 1, sweeps: 0, paused: 0 })).toBe('second')
    // A paused sweep computes nothing.
    expect(queue.next({ atWork: 0, sweeps: 0, paused: 1 })).toBe('second')
  })

  it('is changed by moving a run to a place, at most to the end', () => {
    const queue = queueOf(small('a'), small('b'), small('c'))
    expect(queue.move('c', 1)).toBe(true)
    expect(queue.waiting).toEqual(['c', 'a', 'b'])
    queue.move('c', 99)
    queue.move('a', 2)
    expect(queue.waiting).toEqual(['b', 'a', 'c'])
    expect(queue.move('none', 1)).toBe(false)
  })
})

describe('run.move', () => {
  it('changes whose turn comes next, tells every place, and refuses a run that does not wait', async () => {
    const first = await page.start(endless, slow)
    await page.start(endless, slow)
    const [a, b] = [await page.start(endless, slow), await page.start(endless, slow)]
    await page.client.request('run.move', { run: b.id, place: 1 })
    expect([lab.manager.head(b.id).place, lab.manager.head(a.id).place]).toEqual([1, 2])
    await page.until(() =>
      page.events.some((e) => e.type === 'run.changed' && e.run.id === a.id && e.run.place === 2),
    )
    await expect(page.client.request('run.move', { run: first.id, place: 1 })).rejects.toThrow(
      /does not wait/,
    )
    await control(first.id, 'stop')
    await begun(b.id)
    expect(lab.manager.head(a.id)).toMatchObject({ status: 'queued', place: 1 })
  })
})
