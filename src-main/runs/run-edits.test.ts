import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RefusedError } from '#contract/client.ts'
import type { RunHead } from '#contract/run-head.ts'
import { editRecord } from './lab-folder.testing.ts'
import { openLab } from './lab-under-test.testing.ts'
import { daysInTrash } from './run-edits.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  const { home } = await openLab()
  lab = await openLab(home)
})
afterEach(async () => {
  await lab.close()
  await rm(lab.home, { recursive: true, force: true })
})

async function reopen(): Promise<void> {
  const { home } = lab
  await lab.close()
  lab = await openLab(home)
}
async function finished(): Promise<RunHead> {
  const page = lab.page()
  const { id } = await page.start()
  return page.ended(id)
}
const ids = (filter = {}): string[] => lab.manager.list(filter).runs.map(({ id }) => id)

describe('a note and a pin', () => {
  it('are written to the run and are there after a restart', async () => {
    const { id } = await finished()
    const { client } = lab.page()
    await client.request('run.note', { run: id, note: 'Two lines,\none formula $x^2$.' })
    await client.request('run.pin', { run: id, isPinned: true })
    await reopen()
    const kept = { note: 'Two lines,\none formula $x^2$.', isPinned: true, name: lab.manager.head(id).name }
    expect(lab.manager.head(id)).toMatchObject(kept)
    await reopen() // from the index file
    expect(lab.manager.head(id)).toMatchObject(kept)
  })

  it('can be given to a run that is under way', async () => {
    const page = lab.page()
    const { id } = await page.start({}, { isPaused: true })
    await page.client.request('run.note', { run: id, note: 'held' })
    await page.client.request('run.control', { run: id, action: 'stop' })
    await page.ended(id)
    await reopen()
    expect(lab.manager.head(id)).toMatchObject({ note: 'held', status: 'stopped' })
  })

  it('are not in runs of earlier versions, which open without them', async () => {
    const { id } = await finished()
    await editRecord(join(lab.store.folder, id), ({ run }) => {
      for (const field of ['note', 'isPinned', 'trashedAt']) Reflect.deleteProperty(run, field)
    })
    await reopen()
    expect(lab.manager.head(id)).toMatchObject({ note: '', isPinned: false, trashedAt: null })
  })

  it('are refused where they are too long, or the run is not there', async () => {
    const { id } = await finished()
    const { client } = lab.page()
    await expect(client.request('run.note', { run: id, note: 'x'.repeat(2001) })).rejects.toThrow(
      RefusedError,
    )
    await expect(client.request('run.pin', { run: 'none', isPinned: true })).rejects.toThrow(/no run "none"/)
  })
})

describe('the trash', () => {
  it('takes a run out of every list and back, across a restart', async () => {
    const [older, newer] = [await finished(), await finished()]
    const page = lab.page()
    await page.client.request('run.delete', { run: newer.id })
    expect([ids(), ids({ isTrash: true })]).toEqual([[older.id], [newer.id]])
    const census = await page.until(
      () =>
        page.events.flatMap((e) => (e.type === 'run.census' && e.census.trashed === 1 ? e.census : []))[0],
    )
    expect(census.groups).toMatchObject([{ count: 1, newest: { id: older.id } }])
    await reopen()
    expect([ids(), ids({ isTrash: true })]).toEqual([[older.id], [newer.id]])
    await lab.page().client.request('run.restore', { run: newer.id })
    expect([ids(), ids({ isTrash: true })]).toEqual([[newer.id, older.id], []])
  })

  it('is emptied for good, and of nothing else', async () => {
    const [kept, gone] = [await finished(), await finished()]
    const { client } = lab.page()
    await client.request('run.delete', { run: gone.id })
    expect(await client.request('run.emptyTrash', {})).toEqual({ removed: 1 })
    expect(await lab.store.names()).toEqual([kept.id])
    expect(await client.request('run.emptyTrash', {})).toEqual({ removed: 0 })
    await reopen()
    expect([ids(), ids({ isTrash: true })]).toEqual([[kept.id], []])
  })

  it('loses what has been in it too long, and the census reports how many', async () => {
    const [old, fresh] = [await finished(), await finished()]
    for (const { id } of [old, fresh]) await lab.manager.edits.trash(id)
    const day = 24 * 3_600_000
    const since = new Date(Date.now() - (daysInTrash + 1) * day).toISOString()
    await editRecord(join(lab.store.folder, old.id), ({ run }) => {
      run.trashedAt = since
    })
    await reopen()
    await lab.manager.edits.expireTrash()
    expect(ids({ isTrash: true })).toEqual([fresh.id])
    expect(lab.manager.library.census()).toMatchObject({ expired: 1, trashed: 1 })
  })

  it('does not take a run that is under way, and gives none to be resumed', async () => {
    const page = lab.page()
    const { id } = await page.start({}, { isPaused: true })
    await expect(page.client.request('run.delete', { run: id })).rejects.toThrow(/under way; stop it/)
    await page.client.request('run.control', { run: id, action: 'stop' })
    await page.ended(id)
    await page.client.request('run.delete', { run: id })
    await expect(page.client.request('run.resume', { run: id, stepsPerSecond: null })).rejects.toThrow(
      /in the trash; restore it/,
    )
  })

  it('names the runs that cannot leave it', async () => {
    const { id } = await finished()
    await lab.manager.edits.trash(id)
    // Another lab takes it up while the trash is emptied.
    const claim = { process: { pid: 1, host: 'elsewhere' }, heartbeat: 1, isReleased: false }
    await mkdir(join(lab.store.folder, id), { recursive: true })
    const known = JSON.parse(await readFile(join(lab.store.folder, id, 'run.json'), 'utf8')) as object
    expect(known).toHaveProperty('run.trashedAt')
    await writeFile(join(lab.store.folder, id, 'claim-99.json'), JSON.stringify(claim))
    await expect(lab.page().client.request('run.emptyTrash', {})).rejects.toThrow(
      /^1 run stays in the trash\./,
    )
    expect(ids({ isTrash: true })).toEqual([id])
  })
})

it('measures the size of a run on disk once it has ended, and keeps it through changes', async () => {
  const { id } = await finished()
  await lab.manager.refresh()
  const { bytes } = lab.manager.head(id)
  expect(bytes).toBe(await lab.store.runFolder(id).size())
  expect(bytes).toBeGreaterThan(1000)
  await lab.manager.edits.annotate(id, { name: 'Renamed' })
  expect(lab.manager.head(id).bytes).toBe(bytes)
})
