/** Jobs in processes of their own, seen from the page: side by side, lost, stopped in the middle, taken up again. */
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LabClient } from '#contract/client.ts'
import type { LabEvent } from '#contract/messages.ts'
import { definePart, slot } from '#experiments/part.ts'
import { openLab } from './lab-under-test.testing.ts'

const jobs = ['a', 'b', 'c', 'd']
/** How often each job was begun, and what holds or breaks one. */
const begun: string[] = []
const gates = new Map<string, Promise<void>>()
let broken = ''

const main = slot({
  title: 'Sweep',
  trainedBy: 'jobs-apart',
  fields: {},
  series: [{ id: 'loss', label: 'loss', unit: '', role: 'training' }],
  values: [],
  tracks: () => jobs,
  steps: () => jobs.length * 3,
  answers: {},
  train: async function* ({ apart }) {
    const finished: string[] = []
    const asked = jobs.map((key) => ({ key, input: { key }, tracks: [key] }))
    yield { type: 'snapshot', track: 'own', name: 'data', step: 0, shape: [2], data: new Uint8Array([7, 9]) }
    for await (const outcome of apart(asked, { sideBySide: 2 })) {
      if (outcome.type === 'event') yield outcome.event
      else if (outcome.type === 'failed') throw new Error(`job ${outcome.key}: ${outcome.problem}`)
      else {
        finished.push(`${String(outcome.result)}${outcome.isKept ? ' kept' : ''}`)
        yield { type: 'value', id: '9a.finished', value: { value: { columns: finished, rows: [] } } }
      }
    }
  },
  job: async function* ({ input }) {
    const { key } = input as { key: string }
    begun.push(key)
    for (let step = 1; step <= 3; step++) {
      yield { type: 'sample', track: key, step, values: { loss: step === 2 ? Infinity : step } }
      yield {
        type: 'snapshot',
        track: key,
        name: 'kernel',
        step,
        shape: [1, 2],
        data: new Float32Array([step, 0.5]),
      }
      if (step === 2) await gates.get(key)
    }
    if (key === broken) throw new Error('the paper tore')
    yield { type: 'result', result: key.toUpperCase() }
  },
})
const part = definePart({ id: '9a', title: 'Sweep', question: 'What?', asks: [], slots: { main } })

vi.mock('#experiments/problems.ts', () => ({
  findPart: () => null,
  slotOf: () => part.slots.main,
  trainedSlot: () => part.slots.main,
}))

const asked = { part: '9a', slot: 'main' }
afterEach(() => {
  begun.length = 0
  gates.clear()
  broken = ''
})

const received = (events: readonly LabEvent[], attempt = 1) => {
  const messages = events.flatMap((event) => (event.type === 'run.samples' ? event : []))
  const own = messages.filter((message) => message.attempt === attempt)
  return {
    losses: (track: string) =>
      own
        .flatMap(({ batches }) => batches)
        .flatMap((b) => (b.track === track ? (b.series['loss'] ?? []) : [])),
    snapshots: own.flatMap(({ snapshots }) => snapshots),
  }
}

describe('a run with jobs apart', () => {
  it('carries every job out once and streams samples and snapshots of all', async () => {
    const lab = await openLab()
    const page = lab.page()
    const { id } = await page.start(asked)
    await page.client.request('run.watch', { run: id, from: {}, snapshots: 0 })
    const end = await page.ended(id)
    expect(end).toMatchObject({ status: 'completed', problem: null, stepsDone: 12, hasDiverged: true })
    expect([...begun].sort()).toEqual(jobs)
    await page.until(() => {
      void page.client.request('run.ack', { run: id })
      return received(page.events).snapshots.length === 13
    })
    const { losses, snapshots } = received(page.events)
    for (const job of jobs) expect(losses(job)).toEqual([1, null, 3])
    expect(snapshots[0]).toMatchObject({
      track: 'own',
      kind: 'uint8',
      data: Buffer.from([7, 9]).toString('base64'),
    })
    const kernel = snapshots.find(({ track, step }) => track === 'c' && step === 3)
    const bytes = Buffer.from(kernel?.data ?? '', 'base64')
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4)]).toEqual([3, 0.5])
    await lab.close()
  })

  it('keeps finished jobs when it is stopped, and goes on from them', async () => {
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    for (const job of ['c', 'd']) gates.set(job, gate)
    const lab = await openLab()
    const page = lab.page()
    const { id } = await page.start(asked)
    await vi.waitFor(() => expect([lab.manager.head(id).finishedJobs, begun.length]).toEqual([2, 4]))
    await page.client.request('run.control', { run: id, action: 'stop' })
    const stopped = await page.ended(id)
    expect(stopped).toMatchObject({ status: 'stopped', finishedJobs: 2 })
    await lab.manager.close()

    open()
    begun.length = 0
    // Another lab on the same folder: what is kept is on disk.
    const again = await openLab(lab.home)
    const later = again.page()
    const resumed = await later.client.request('run.resume', { run: id, stepsPerSecond: 1000 })
    expect(resumed).toMatchObject({
      attempt: 2,
      stepsPerSecond: 1000,
      samples: 6,
      finishedJobs: 2,
    })
    await later.client.request('run.watch', { run: id, from: {}, snapshots: 0 })
    const end = await later.ended(id)
    expect(end).toMatchObject({ status: 'completed', problem: null, stepsDone: 12, finishedJobs: 4 })
    expect([...begun].sort()).toEqual(['c', 'd'])
    expect(end.values['9a.finished']).toMatchObject({ value: { columns: ['A kept', 'B kept', 'C', 'D'] } })
    await later.until(() => {
      void later.client.request('run.ack', { run: id })
      return received(later.events, 2).snapshots.length === 13
    })
    for (const job of jobs) expect(received(later.events, 2).losses(job)).toEqual([1, null, 3])
    const onDisk = await again.store.runFolder(id).readSamples()
    expect(onDisk.recording.counts()).toEqual({ a: 3, b: 3, c: 3, d: 3 })
    expect(onDisk.recording.snapshots).toHaveLength(13)
    await expect(later.client.request('run.resume', { run: id, stepsPerSecond: null })).rejects.toThrow(
      'has not ended early',
    )
    await again.close()
    await lab.close()
  })

  /** A sweep stopped after two of its four jobs; the others are let through. */
  const stoppedSweep = async () => {
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    for (const job of ['c', 'd']) gates.set(job, gate)
    const lab = await openLab()
    const page = lab.page()
    const { id } = await page.start(asked)
    await vi.waitFor(() => expect([lab.manager.head(id).finishedJobs, begun.length]).toEqual([2, 4]))
    await page.client.request('run.control', { run: id, action: 'stop' })
    await page.ended(id)
    open()
    begun.length = 0
    return { lab, page, id, samples: join(lab.store.folder, id, 'samples.ndjson') }
  }
  /** What came of pressing "Go on": the run's status, or the refusal. */
  const goOn = ({ client }: { readonly client: LabClient }, run: string): Promise<string> =>
    client.request('run.resume', { run, stepsPerSecond: null }).then(
      ({ status }) => status,
      (error: Error) => error.message,
    )

  it.each([0, 1, 60])('goes on once, however often it is asked within %i ms', async (wait) => {
    const { lab, page, id, samples } = await stoppedSweep()
    const tries: Promise<string>[] = []
    for (let press = 0; press < 3; press++) {
      tries.push(goOn(page, id))
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
    const [first, ...others] = await Promise.all(tries)
    expect(first).toBe('starting')
    for (const message of others) expect(message).toMatch(/already being resumed|has not ended early/)
    await page.until(() => lab.manager.head(id).status === 'completed')
    expect([...begun].sort()).toEqual(['c', 'd'])
    expect(await lab.store.runFolder(id).readSamples()).toMatchObject({ lost: 0 })
    // However many lines a slow machine writes them in.
    const lines = (await readFile(samples, 'utf8')).trim().split('\n')
    const written = lines.map((line) => JSON.parse(line) as { track?: string; steps?: number[] })
    expect(written.flatMap(({ track, steps = [] }) => (track === 'c' ? steps : []))).toEqual([1, 2, 3])
    await lab.close()
  })

  it('goes on in one of two labs that are asked at once', async () => {
    const { lab, page, id } = await stoppedSweep()
    const other = await openLab(lab.home)
    const there = other.page()
    const outcomes = await Promise.all([goOn(page, id), goOn(there, id)])
    expect(outcomes.filter((outcome) => outcome === 'starting')).toHaveLength(1)
    expect(outcomes.filter((outcome) => /another Lab 182/i.test(outcome))).toHaveLength(1)
    await vi.waitFor(async () => expect(await lab.store.read(id)).toMatchObject({ status: 'completed' }))
    expect([...begun].sort()).toEqual(['c', 'd'])
    expect(await lab.store.runFolder(id).readSamples()).toMatchObject({ lost: 0 })
    // The one that lost sees what came of it.
    for (const { manager } of [lab, other])
      await vi.waitFor(async () => {
        await manager.refresh()
        expect(manager.head(id).status).toBe('completed')
      })
    await other.close()
    await lab.close()
  })

  it('keeps a finished job that is written behind a torn line', async () => {
    const { lab, page, id } = await stoppedSweep()
    const kept = join(lab.store.folder, id, 'finished-jobs.ndjson')
    await appendFile(kept, '{"key":"c","resu')
    await page.client.request('run.resume', { run: id, stepsPerSecond: null })
    await page.until(() => lab.manager.head(id).status === 'completed')
    expect((await lab.store.runFolder(id).readKept()).map(({ key }) => key).sort()).toEqual(jobs)
    await lab.close()
  })

  it('says which job failed and why, and keeps the others', async () => {
    broken = 'c'
    gates.set('d', new Promise(() => undefined))
    const lab = await openLab()
    const page = lab.page()
    const { id } = await page.start(asked)
    const end = await page.ended(id)
    expect(end).toMatchObject({ status: 'failed', problem: 'The training failed: job c: the paper tore' })
    expect(end.finishedJobs).toBe(2)
    await lab.close()
  })

  it('hears when the process of a job is killed', async () => {
    for (const job of jobs) gates.set(job, new Promise(() => undefined))
    const lab = await openLab()
    const page = lab.page()
    const { id } = await page.start(asked)
    await vi.waitFor(() => expect(begun).toHaveLength(2))
    lab.trainers.killNewest()
    expect(await page.ended(id)).toMatchObject({
      status: 'failed',
      problem: 'The training failed: job b: its trainer process ended by signal SIGKILL',
    })
    await lab.close()
  })
})
