/** Several labs on one folder: whose a run is, who may write it, and who may take it over. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ClaimWatch } from './claim-watch.ts'
import { takeClaim, findClaim } from './claim.ts'
import { claimAs, editRecord, noProcess } from './lab-folder.testing.ts'
import { openLab } from './lab-under-test.testing.ts'

const elsewhere = { namespace: 'pid:[1]', host: 'other' }
let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => (lab = await openLab()))
afterEach(() => lab.close())

async function finishedRun() {
  const page = lab.page()
  const run = await page.start()
  await page.ended(run.id)
  return { id: run.id, folder: join(lab.store.folder, run.id), page }
}
const statusOnDisk = async (folder: string) => {
  const { run } = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as { run: { status: string } }
  return run.status
}

describe('a run under way in another lab', () => {
  it('is neither renamed nor deleted, nor does its record change', async () => {
    const page = lab.page()
    const { id } = await page.start({ params: { iterations: 1_000_000 } }, { isPaused: true })
    const other = await openLab(lab.home)
    expect(other.manager.head(id).status).toBe('paused')
    const there = other.page().client
    const { name } = await lab.manager.summary(id)
    await expect(there.request('run.rename', { run: id, name: 'mine' })).rejects.toThrow(/another Lab 182/)
    await expect(there.request('run.delete', { run: id, isForGood: true })).rejects.toThrow(/another Lab 182/)
    await expect(there.request('run.resume', { run: id, stepsPerSecond: null })).rejects.toThrow(
      /another Lab 182 that is open \(process \d+ on /,
    )
    await expect(there.request('run.release', { run: id })).rejects.toThrow(/another Lab 182 that is open/)
    expect(await lab.store.read(id)).toMatchObject({ status: 'paused', name })
    await page.client.request('run.control', { run: id, action: 'stop' })
    expect(await page.ended(id)).toMatchObject({ status: 'stopped' })
    // Ended, it is anybody's.
    await other.manager.refresh()
    await there.request('run.rename', { run: id, name: 'mine' })
    await there.request('run.delete', { run: id, isForGood: true })
    expect(await readdir(lab.store.folder)).toEqual([])
  })

  it('that ends between two looks keeps its end', async () => {
    const { id, folder } = await finishedRun()
    const completed = await readFile(join(folder, 'run.json'), 'utf8')
    await editRecord(folder, ({ run }) => (run.status = 'running'))
    // The first look sees "running"; by the time the claim is taken, the owner has written its end.
    const store = lab.store
    const take = store.take.bind(store)
    vi.spyOn(store, 'take').mockImplementationOnce(async (run) => {
      const claim = await take(run)
      await editRecord(folder, (stored) => Object.assign(stored, JSON.parse(completed)))
      return claim
    })
    expect(await store.read(id)).toMatchObject({ status: 'completed' })
    expect(await statusOnDisk(folder)).toBe('completed')
  })
})

describe('a run that another machine or container claims', () => {
  it('lives until its heartbeat has stood still for half a minute, whatever the clocks and numbers say', async () => {
    const { id, folder } = await finishedRun()
    await claimAs(folder, { ...elsewhere, pid: noProcess })
    let now = 0
    const other = await openLab(lab.home, { watch: new ClaimWatch(() => now) })
    const { client } = other.page()
    const lookOn = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 2) {
        now += 2000
        await other.manager.refresh()
      }
    }
    await lookOn(20)
    expect(other.manager.head(id).status).toBe('running')
    await expect(client.request('run.delete', { run: id, isForGood: true })).rejects.toThrow(
      /cannot be checked from here/,
    )
    await claimAs(folder, { ...elsewhere, pid: noProcess }, { heartbeat: 2 })
    await lookOn(20)
    expect(other.manager.head(id).status).toBe('running')
    await lookOn(20)
    expect(other.manager.head(id)).toMatchObject({ status: 'interrupted', samples: 1001 })
    expect(await statusOnDisk(folder)).toBe('interrupted')
  })

  it('is taken from it at once when somebody says that it is gone', async () => {
    const { id, folder } = await finishedRun()
    await claimAs(folder, elsewhere)
    const other = await openLab(lab.home)
    await other.page().client.request('run.release', { run: id })
    expect(other.manager.head(id).status).toBe('interrupted')
    expect(await statusOnDisk(folder)).toBe('interrupted')
  })

  it('and that has ended is not renamed while it may be written', async () => {
    const { id, folder, page } = await finishedRun()
    await claimAs(folder, elsewhere, { isLive: false })
    await expect(page.client.request('run.rename', { run: id, name: 'mine' })).rejects.toThrow(
      /process \d+ on other.*lab runs release/,
    )
  })

  it('by a process that has ended, its number another’s by now, is interrupted at once', async () => {
    const { id, folder } = await finishedRun()
    await claimAs(folder, { started: '1' })
    const other = await openLab(lab.home)
    expect(other.manager.head(id).status).toBe('interrupted')
  })
})

describe('a lab whose run was taken over', () => {
  it('stops writing, says so, and shows the run as it ends there', async () => {
    const page = lab.page()
    const { id } = await page.start({ params: { iterations: 1_000_000 } }, { stepsPerSecond: 100 })
    const folder = join(lab.store.folder, id)
    await page.until(() => lab.manager.head(id).samples > 3)
    const taken = await takeClaim(folder, await findClaim(folder))
    expect(await page.ended(id)).toMatchObject({
      status: 'interrupted',
      problem: expect.stringMatching(/^Another Lab 182 has taken over this run.*stopped writing/) as string,
    })
    const samples = await readFile(join(folder, 'samples.ndjson'), 'utf8')
    expect(await statusOnDisk(folder)).toBe('running')
    await lab.manager.refresh()
    expect(lab.manager.head(id).status).toBe('interrupted')
    await editRecord(folder, ({ run }) => Object.assign(run, { status: 'completed', name: 'ended there' }))
    await taken.release()
    await lab.manager.refresh()
    expect(lab.manager.head(id)).toMatchObject({ status: 'completed', name: 'ended there' })
    expect(await readFile(join(folder, 'samples.ndjson'), 'utf8')).toBe(samples)
  })
})
