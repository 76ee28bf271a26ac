import { appendFile, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editRecord, leaveWithoutClaim, noProcess } from './lab-folder.testing.ts'
import { openLab } from './lab-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => (lab = await openLab()))
afterEach(() => lab.close())

/** A finished run, and its folder. */
async function finishedRun() {
  const page = lab.page()
  const run = await page.start()
  await page.ended(run.id)
  return { id: run.id, folder: join(lab.store.folder, run.id) }
}
describe('a run on disk', () => {
  beforeEach(async () => {
    // These labs close before they are looked at again, so the folder outlives the first.
    const { home } = lab
    await lab.close()
    lab = await openLab(home)
  })
  afterEach(() => rm(lab.home, { recursive: true, force: true }))

  it('opens again as it was, samples and all', async () => {
    const { id } = await finishedRun()
    await lab.manager.refresh() // measures its size
    const before = [lab.manager.head(id), await lab.manager.summary(id)]
    const again = await openLab(lab.home)
    expect([again.manager.head(id), await again.manager.summary(id)]).toEqual(before)
    const { watched } = await again.manager.look(id)
    expect(watched.recording.counts()).toEqual({ main: 1001 })
  })

  it('of format 2, whose device was prose, opens with its device as data', async () => {
    const { id, folder } = await finishedRun()
    const { name, version, reason } = (await lab.manager.summary(id)).engine
    const file = join(folder, 'run.json')
    const stored = JSON.parse(await readFile(file, 'utf8')) as { run: object }
    const engine = { name, version, device: 'CPU, 64-bit floating point', reason }
    await writeFile(file, JSON.stringify({ ...stored, format: 2, run: { ...stored.run, engine } }))
    const again = await openLab(lab.home)
    expect((await again.manager.summary(id)).engine).toEqual({
      ...{ name, version, reason, detail: 'CPU, 64-bit floating point' },
      device: { id: 'cpu', kind: 'cpu', api: 'javascript', name: null, isSoftware: false },
    })
    await again.close()
  })

  it('that another lab made or deletes is seen by one that is open', async () => {
    const other = await openLab(lab.home)
    const page = lab.page()
    const there = other.page()
    const { id } = await there.start()
    await there.ended(id)
    await Promise.all([lab.manager.refresh(), other.manager.refresh()])
    expect(await page.ended(id)).toMatchObject(other.manager.head(id))
    await other.manager.edits.remove(id)
    await lab.manager.refresh()
    await page.until(() => page.events.some((e) => e.type === 'run.deleted' && e.run === id))
    expect(lab.manager.list().runs).toEqual([])
    await other.close()
  })

  it('that another lab carries out is followed by a page that looks at it, to its end', async () => {
    const { id, folder } = await finishedRun()
    const [record, samples] = [join(folder, 'run.json'), join(folder, 'samples.ndjson')]
    const [text, lines] = [await readFile(record, 'utf8'), await readFile(samples, 'utf8')]
    const end = await lab.manager.summary(id)
    const { watched } = await lab.manager.look(id)
    const [begun] = watched.recording.after({}, 400)
    // As the other lab had it on the way.
    await leaveWithoutClaim(folder, process.ppid)
    await editRecord(folder, ({ run }) => Object.assign(run, { endedAt: null, values: {} }))
    await writeFile(
      samples,
      `${JSON.stringify(begun)}
`,
    )
    const here = await openLab(lab.home)
    const page = here.page()
    const first = await page.client.request('run.watch', { run: id, from: {}, snapshots: 0 })
    expect([first.head.status, first.body.values]).toEqual(['running', {}])
    const steps: number[] = []
    const values: Record<string, unknown> = {}
    let read = 0
    const take = (): boolean => {
      let isLast = false
      for (; read < page.events.length; read++) {
        const event = page.events[read]
        if (event?.type !== 'run.samples') continue
        steps.push(...event.batches.flatMap((batch) => batch.steps))
        Object.assign(values, event.values)
        isLast = event.isLast
        void page.client.request('run.ack', { run: id })
      }
      return isLast
    }
    await page.until(() => take() || steps.length > 0)
    expect(steps).toHaveLength(400)
    await writeFile(samples, lines)
    await writeFile(record, text)
    await here.manager.refresh()
    await page.until(take)
    expect(steps).toEqual(Array.from({ length: 1001 }, (_, step) => step))
    expect(values).toEqual(end.values)
    await here.close()
  })

  it('whose lab was killed opens as interrupted, without its torn last line', async () => {
    const { id, folder } = await finishedRun()
    await leaveWithoutClaim(folder, noProcess)
    await appendFile(join(folder, 'samples.ndjson'), '{"track":"main","from":1001,"steps":[1001],"sec')
    const again = await openLab(lab.home)
    const run = await again.manager.summary(id)
    expect(run).toMatchObject({ status: 'interrupted', sampleCounts: { main: 1001 }, stepsDone: 1000 })
    expect(run.problem).toMatch(/1\u202f001 samples were kept/)
    expect((await again.manager.look(id)).watched.recording.counts()).toEqual({ main: 1001 })
  })

  it('cut anywhere keeps every whole line before the cut', async () => {
    const { id, folder } = await finishedRun()
    const file = join(folder, 'samples.ndjson')
    const text = await readFile(file, 'utf8')
    const lines = text.trimEnd().split('\n')
    for (const share of [0, 0.3, 0.7, 0.99]) {
      const cut = Math.floor(text.length * share)
      await writeFile(file, text)
      await truncate(file, cut)
      await leaveWithoutClaim(folder, noProcess)
      const again = await openLab(lab.home)
      const whole = text.slice(0, cut).split('\n').length - 1
      const kept = lines.slice(0, whole).flatMap((line) => (JSON.parse(line) as { steps: number[] }).steps)
      expect(again.manager.head(id).samples).toBe(kept.length)
    }
  })

  it('of another lab that is alive is left alone', async () => {
    const { id, folder } = await finishedRun()
    await leaveWithoutClaim(folder, process.ppid)
    const again = await openLab(lab.home)
    expect(again.manager.head(id).status).toBe('running')
    await expect(again.page().client.request('run.control', { run: id, action: 'stop' })).rejects.toThrow(
      /another Lab 182/,
    )
  })
})

describe('what goes wrong while a run is under way', () => {
  it('a killed trainer leaves a failed run with its samples, and a living lab', async () => {
    const page = lab.page()
    const run = await page.start({ params: { iterations: 1_000_000 } })
    await page.until(() => lab.manager.head(run.id).samples > 0)
    lab.trainers.killNewest()
    const end = await page.ended(run.id)
    expect(end.status).toBe('failed')
    expect(end.problem).toMatch(/SIGKILL.*kept/)
    const next = await page.start()
    expect(await page.ended(next.id)).toMatchObject({ status: 'completed' })
    const stored = await openLab(lab.home)
    expect({ ...end, bytes: 0 }).toMatchObject({ ...stored.manager.head(run.id), bytes: 0 })
  })

  it.skipIf(process.platform !== 'linux')(
    'a full disk stops the run with a sentence and keeps the run',
    async () => {
      const page = lab.page()
      const run = await page.start({ params: { iterations: 1_000_000 } }, { isPaused: true })
      const samples = join(lab.store.folder, run.id, 'samples.ndjson')
      await rm(samples)
      await symlink('/dev/full', samples) // every write to it fails with ENOSPC
      await page.client.request('run.control', { run: run.id, action: 'resume' })
      const end = await page.ended(run.id)
      expect(end.status).toBe('failed')
      expect(end.problem).toMatch(/^The disk that holds .* is full: .* kept; free some space/)
      const next = await page.start()
      expect(await page.ended(next.id)).toMatchObject({ status: 'completed' })
    },
  )
})
