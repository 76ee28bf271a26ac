import { appendFile, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab } from './lab-under-test.ts'

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
/** Makes a run look as a killed lab leaves it: still "running", its owner gone. */
async function makeInterrupted(folder: string): Promise<void> {
  const file = join(folder, 'run.json')
  const stored = JSON.parse(await readFile(file, 'utf8')) as { owner: number | null; run: { status: string } }
  stored.owner = 2 ** 22 - 1
  stored.run.status = 'running'
  await writeFile(file, JSON.stringify(stored))
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
    const before = lab.manager.summary(id)
    const again = await openLab(lab.home)
    expect(again.manager.summary(id)).toEqual(before)
    const recording = await again.manager.recording(id)
    expect(recording.counts()).toEqual({ main: 1001 })
  })

  it('of format 2, whose device was prose, opens with its device as data', async () => {
    const { id, folder } = await finishedRun()
    const { name, version, reason } = lab.manager.summary(id).engine
    const file = join(folder, 'run.json')
    const stored = JSON.parse(await readFile(file, 'utf8')) as { run: object }
    const engine = { name, version, device: 'CPU, 64-bit floating point', reason }
    await writeFile(file, JSON.stringify({ ...stored, format: 2, run: { ...stored.run, engine } }))
    const again = await openLab(lab.home)
    expect(again.manager.summary(id).engine).toEqual({
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
    await lab.manager.refresh()
    expect(await page.ended(id)).toEqual(other.manager.summary(id))
    await other.manager.delete(id)
    await lab.manager.refresh()
    await page.until(() => page.events.some((e) => e.type === 'run.deleted' && e.run === id))
    expect(lab.manager.list()).toEqual([])
    await other.close()
  })

  it('whose lab was killed opens as interrupted, without its torn last line', async () => {
    const { id, folder } = await finishedRun()
    await makeInterrupted(folder)
    await appendFile(join(folder, 'samples.ndjson'), '{"track":"main","from":1001,"steps":[1001],"sec')
    const again = await openLab(lab.home)
    const run = again.manager.summary(id)
    expect(run).toMatchObject({ status: 'interrupted', sampleCounts: { main: 1001 }, stepsDone: 1000 })
    expect(run.problem).toMatch(/1001 samples were kept/)
    expect((await again.manager.recording(id)).counts()).toEqual({ main: 1001 })
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
      await makeInterrupted(folder)
      const again = await openLab(lab.home)
      const whole = text.slice(0, cut).split('\n').length - 1
      const kept = lines.slice(0, whole).flatMap((line) => (JSON.parse(line) as { steps: number[] }).steps)
      expect(again.manager.summary(id).sampleCounts['main'] ?? 0).toBe(kept.length)
    }
  })

  it('of another lab that is alive is left alone', async () => {
    const { id, folder } = await finishedRun()
    await makeInterrupted(folder)
    const file = join(folder, 'run.json')
    const stored = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
    await writeFile(file, JSON.stringify({ ...stored, owner: process.ppid }))
    const again = await openLab(lab.home)
    expect(again.manager.summary(id).status).toBe('running')
    await expect(again.page().client.request('run.control', { run: id, action: 'stop' })).rejects.toThrow(
      /another Lab 182/,
    )
  })

  it.each([
    ['is no JSON', '{"format":1'],
    ['lacks a field', '{"format":1,"owner":null,"run":{}}'],
  ])('that %s is named, and the others still open', async (_, text) => {
    const { folder } = await finishedRun()
    await writeFile(join(folder, 'run.json'), text)
    const other = await openLab(lab.home)
    expect(other.problems).toHaveLength(1)
    expect(other.problems[0]).toContain(folder)
    const page = other.page()
    const run = await page.start()
    expect(await page.ended(run.id)).toMatchObject({ status: 'completed' })
  })
})

describe('what goes wrong while a run is under way', () => {
  it('a killed trainer leaves a failed run with its samples, and a living lab', async () => {
    const page = lab.page()
    const run = await page.start({ params: { iterations: 1_000_000 } })
    await page.until(() => (lab.manager.summary(run.id).sampleCounts['main'] ?? 0) > 0)
    lab.trainers.killNewest()
    const end = await page.ended(run.id)
    expect(end.status).toBe('failed')
    expect(end.problem).toMatch(/SIGKILL.*kept/)
    const next = await page.start()
    expect(await page.ended(next.id)).toMatchObject({ status: 'completed' })
    const stored = await openLab(lab.home)
    expect(stored.manager.summary(run.id)).toEqual(end)
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
