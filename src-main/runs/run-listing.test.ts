import { appendFile, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunSummary } from '#contract/runs.ts'
import { openLab } from './lab-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  const { home } = await openLab()
  lab = await openLab(home)
})
afterEach(async () => {
  await lab.close()
  await rm(lab.home, { recursive: true, force: true })
})

interface Stored {
  readonly format: 2
  readonly owner: number | null
  readonly run: RunSummary
}
/** A run of part 1g with its table, and `count` copies of it a minute apart, the oldest last. */
async function fill(count: number): Promise<string> {
  const page = lab.page()
  const { id } = await page.start({ part: '1g', params: { iterations: 10 } })
  await page.ended(id)
  const text = await readFile(join(lab.store.folder, id, 'run.json'), 'utf8')
  const stored = JSON.parse(text) as Stored
  for (let i = 1; i <= count; i++) {
    const createdAt = new Date(Date.parse(stored.run.createdAt) - 60_000 * i).toISOString()
    const copy = `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-copy`
    await mkdir(join(lab.store.folder, copy))
    const run = { ...stored.run, id: copy, name: `Copy ${i}`, createdAt }
    await writeFile(join(lab.store.folder, copy, 'run.json'), JSON.stringify({ ...stored, run }))
  }
  return id
}
const indexOf = (home: string): string => join(home, 'run-index.ndjson')
async function reopen(): Promise<void> {
  const { home } = lab
  await lab.close()
  lab = await openLab(home)
}
const reply = async (type: string, body: object): Promise<string> => {
  const page = lab.page()
  const text = new Promise<string>((resolve) =>
    page.port.onMessage((message) => resolve(JSON.stringify(message))),
  )
  page.port.post({ id: 1, type, ...body })
  return text
}

describe('a page that opens a lab with many runs', () => {
  it('is told how many there are and which is the newest, not all of them', async () => {
    await fill(3)
    await reopen()
    const few = await reply('lab.describe', {})
    await fill(60)
    await reopen()
    const many = await reply('lab.describe', {})
    expect(many.length).toBeLessThan(few.length * 1.2)
    const { census } = await lab.page().client.request('lab.describe', {})
    expect(census.groups).toMatchObject([{ part: '1g', slot: 'main', count: 65 }])
  })

  it('asks for rows as they come into view, newest first, with no table among them', async () => {
    const newest = await fill(30)
    await reopen()
    const page = lab.page()
    const first = await page.client.request('run.list', { filter: {}, from: 0, limit: 10 })
    expect([first.total, first.runs.length, first.runs[0]?.id]).toEqual([31, 10, newest])
    const last = await page.client.request('run.list', { filter: {}, from: 25, limit: 10 })
    expect(last.runs.map(({ name }) => name)).toEqual(Array.from({ length: 6 }, (_, i) => `Copy ${25 + i}`))
    const filter = { slot: { part: '1d', slot: 'main' } }
    expect(await page.client.request('run.list', { filter, from: 0, limit: 10 })).toEqual({
      runs: [],
      total: 0,
    })
    expect(await reply('run.list', { filter: {}, from: 0, limit: 31 })).not.toContain('"rows"')
    const [body] = await page.client.request('run.values', { runs: [newest, 'gone'] })
    expect(JSON.stringify(body?.values)).toContain('"rows"')
  })

  it('is told how many folders are still to be read, never that there are no runs', async () => {
    await fill(4)
    const { home } = lab
    await lab.close()
    await rm(indexOf(home), { force: true })
    lab = await openLab(home, { isRead: false })
    await lab.manager.library.load()
    expect(lab.manager.library.census()).toMatchObject({ groups: [], unread: 5 })
    await lab.manager.refresh()
    expect(lab.manager.library.census()).toMatchObject({ groups: [{ count: 5 }], unread: 0 })
  })

  it('hears of numbers, not of every run, while folders are read without an index', async () => {
    await fill(40)
    const { home } = lab
    await lab.close()
    await rm(indexOf(home), { force: true })
    lab = await openLab(home, { isRead: false })
    const page = lab.page()
    await lab.manager.refresh()
    await page.until(() =>
      page.events.some((e) => e.type === 'run.census' && e.census.groups[0]?.count === 41),
    )
    expect(page.events.filter(({ type }) => type === 'run.changed')).toEqual([])
  })
})

describe('the index file', () => {
  it('spares the lab from reading run.json again where it has not changed', async () => {
    const id = await fill(2)
    const file = join(lab.store.folder, id, 'run.json')
    const time = new Date('2026-01-02T03:04:05Z')
    await utimes(file, time, time)
    await reopen() // writes the index
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"1g"', '"1x"'))
    await utimes(file, time, time)
    await reopen()
    expect(lab.manager.head(id).request.part).toBe('1g')
  })

  it.each([
    ['is missing', (file: string) => rm(file)],
    ['is damaged', (file: string) => writeFile(file, '{"id":"a","stamp')],
    ['has a torn end', (file: string) => appendFile(file, '{"id":"a","st')],
    ['is of another form', (file: string) => writeFile(file, '{"format":7}\n')],
  ])('that %s is made again from the folders', async (_, damage) => {
    await fill(3)
    await reopen()
    const whole = await readFile(indexOf(lab.home), 'utf8')
    const { home } = lab
    const before = lab.manager.list()
    await lab.close()
    await damage(indexOf(home))
    lab = await openLab(home)
    expect(lab.manager.list()).toEqual(before)
    await lab.manager.refresh()
    expect((await readFile(indexOf(home), 'utf8')).length).toBe(whole.length)
  })

  it('gives way to a folder that was renamed, made or deleted since', async () => {
    const id = await fill(3)
    await reopen()
    const { home } = lab
    await lab.close()
    const other = await openLab(home)
    await other.manager.edits.annotate(id, { name: 'Another name' })
    const [gone] = other.manager.list({}, 2, 1).runs
    await other.manager.edits.remove(gone?.id ?? '')
    // Killed before it wrote the index again.
    lab = await openLab(home)
    expect(lab.manager.head(id).name).toBe('Another name')
    expect(lab.manager.list().total).toBe(3)
    await other.close()
  })

  it('is not needed for a run that is asked for before its folder was read', async () => {
    const id = await fill(1)
    const { home } = lab
    await lab.close()
    await rm(indexOf(home), { force: true })
    lab = await openLab(home, { isRead: false })
    const page = lab.page()
    await page.client.request('run.rename', { run: id, name: 'Found' })
    expect((await page.client.request('run.watch', { run: id, from: {}, snapshots: 0 })).head.name).toBe(
      'Found',
    )
    await expect(page.client.request('run.rename', { run: 'none', name: 'x' })).rejects.toThrow(
      /no run "none"/,
    )
  })
})
