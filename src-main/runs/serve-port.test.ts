import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RefusedError } from '#contract/client.ts'
import { maxRequestBytes } from '#contract/messages.ts'
import type { SampleBatch } from '#contract/samples.ts'
import { openLab } from './lab-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => (lab = await openLab()))
afterEach(() => lab.close())

type Page = ReturnType<typeof lab.page>
/** Watches a run from the start, acknowledging each message, until all its samples are here. */
async function watchAll(page: Page, id: string): Promise<SampleBatch[]> {
  const batches: SampleBatch[] = []
  let read = 0
  await page.client.request('run.watch', { run: id, from: {}, snapshots: 0 })
  return page.until(() => {
    for (; read < page.events.length; read++) {
      const event = page.events[read]
      if (event?.type !== 'run.samples' || event.run !== id) continue
      batches.push(...event.batches)
      void page.client.request('run.ack', { run: id })
    }
    const { status, samples } = lab.manager.head(id)
    const held = batches.reduce((sum, batch) => sum + batch.steps.length, 0)
    return status === 'completed' && held === samples && batches
  })
}

describe('a page asks the lab', () => {
  it('for a run, and sees it from start to end with its samples and values', async () => {
    const page = lab.page()
    const run = await page.start()
    const batches = await watchAll(page, run.id)
    const steps = batches.flatMap((batch) => batch.steps)
    expect(steps).toEqual(Array.from({ length: 1001 }, (_, step) => step))
    expect(batches[0]?.series['loss']?.[0]).toBe(121)
    const end = await page.ended(run.id)
    expect(end).toMatchObject({ status: 'completed', stepsDone: 1000, totalSteps: 1000, problem: null })
    expect(Object.keys(end.values)).toEqual(
      expect.arrayContaining(['1d.w1', '1d.w2', '1d.finalLoss', '1d.distance']),
    )
    expect(end.engine.name).toBe('typescript')
  })

  it('for the same seed twice, and gets the same samples to the last bit', async () => {
    const page = lab.page()
    const [first, second] = [await page.start(), await page.start()]
    const curve = async (id: string): Promise<unknown> => {
      const batches = await watchAll(page, id)
      return batches.flatMap((batch) => batch.series['loss'])
    }
    expect(await curve(first.id)).toEqual(await curve(second.id))
  })

  it('to pause, step and stop', async () => {
    const page = lab.page()
    const run = await page.start({ params: { iterations: 1_000_000 } }, { isPaused: true })
    expect(run.status).toBe('paused')
    await page.client.request('run.control', { run: run.id, action: 'step' })
    await page.until(() => lab.manager.head(run.id).samples === 1)
    await page.client.request('run.control', { run: run.id, action: 'resume' })
    await page.until(() => lab.manager.head(run.id).samples > 100)
    await page.client.request('run.control', { run: run.id, action: 'stop' })
    expect(await page.ended(run.id)).toMatchObject({ status: 'stopped', problem: null })
  })

  it('for a run somebody else started: a second page sees the same samples', async () => {
    const [one, two] = [lab.page(), lab.page()]
    const run = await one.start()
    const [seen, alsoSeen] = await Promise.all([watchAll(one, run.id), watchAll(two, run.id)])
    const losses = (batches: SampleBatch[]): unknown => batches.flatMap((batch) => batch.series['loss'])
    expect(losses(alsoSeen)).toEqual(losses(seen))
  })

  it('and gets the next samples only after it has acknowledged the last', async () => {
    const page = lab.page()
    const run = await page.start({ params: { iterations: 200_000 } })
    await page.client.request('run.watch', { run: run.id, from: {}, snapshots: 0 })
    await page.ended(run.id)
    await new Promise((resolve) => setTimeout(resolve, 150))
    const messages = page.events.filter((event) => event.type === 'run.samples')
    expect(messages).toHaveLength(1)
  })

  it('to continue from what it holds already', async () => {
    const page = lab.page()
    const run = await page.start()
    await page.ended(run.id)
    await page.client.request('run.watch', { run: run.id, from: { main: 990 }, snapshots: 0 })
    const event = await page.until(() => page.events.find((candidate) => candidate.type === 'run.samples'))
    expect(event).toMatchObject({ batches: [{ track: 'main', from: 990 }] })
  })

  it('to rename and delete', async () => {
    const page = lab.page()
    const run = await page.start()
    await page.ended(run.id)
    await page.client.request('run.rename', { run: run.id, name: 'My run' })
    expect(lab.manager.head(run.id).name).toBe('My run')
    await page.client.request('run.delete', { run: run.id, isForGood: true })
    expect(lab.manager.list().runs).toEqual([])
    const again = await openLab(lab.home)
    expect(again.manager.list().runs).toEqual([])
  })
})

describe('a page is refused by name', () => {
  const refusal = (promise: Promise<unknown>): Promise<RefusedError> =>
    promise.then(
      () => Promise.reject(new Error('not refused')),
      (error: RefusedError) => error,
    )

  it('when a parameter is out of range', async () => {
    const error = await refusal(lab.page().start({ params: { dropRate: 1 } }))
    expect(error.field).toBe('dropRate')
    expect(error.message).toMatch(/Drop rate.*between 0 and 1.*excluded.*not 1/)
  })

  it('when a parameter, slot or part does not exist', async () => {
    const page = lab.page()
    expect(await refusal(page.start({ params: { rate: 1 } }))).toMatchObject({ field: 'rate' })
    expect(await refusal(page.start({ slot: 'serch' }))).toMatchObject({ field: 'part' })
    expect(await refusal(page.start({ part: '9z' }))).toMatchObject({ field: 'part' })
  })

  it('when a run does not exist or has ended', async () => {
    const page = lab.page()
    expect(
      (await refusal(page.client.request('run.control', { run: 'none', action: 'stop' }))).message,
    ).toMatch(/no run "none"/)
    const run = await page.start()
    await page.ended(run.id)
    expect(
      (await refusal(page.client.request('run.control', { run: run.id, action: 'stop' }))).message,
    ).toMatch(/has ended \(completed\)/)
  })

  it('when it deletes a run under way', async () => {
    const page = lab.page()
    const run = await page.start({}, { isPaused: true })
    expect(
      (await refusal(page.client.request('run.delete', { run: run.id, isForGood: true }))).message,
    ).toMatch(/under way/)
  })

  it.each([
    ['no object', 42],
    ['an unknown type', { id: 1, type: 'run.explode' }],
    ['an extra field', { id: 2, type: 'lab.describe', extra: true }],
    ['a seed that is no seed', { id: 3, type: 'run.start', request: { seed: -1 } }],
    ['a path as a run id', { id: 4, type: 'run.delete', run: '../../etc' }],
    ['too large a message', { id: 5, type: 'run.rename', run: 'a', name: 'x'.repeat(maxRequestBytes) }],
  ])('when the message is foreign: %s', async (_, message) => {
    const page = lab.page()
    const replies: unknown[] = []
    page.port.onMessage((reply) => replies.push(reply))
    page.port.post(message)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(replies).toHaveLength(1)
    expect(replies[0]).toMatchObject({ type: 'refusal', id: (message as { id?: number }).id ?? null })
  })
})
