/** What a lab that was killed in the middle of something leaves behind, and many changes at once. */
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findClaim, takeClaim } from './claim.ts'
import { claimAs, editRecord } from './lab-folder.testing.ts'
import { openLab } from './lab-under-test.testing.ts'
import { sweepRuns } from './sweep.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => (lab = await openLab()))
afterEach(() => lab.close())

async function finishedRun() {
  const page = lab.page()
  const run = await page.start()
  await page.ended(run.id)
  return { id: run.id, folder: join(lab.store.folder, run.id), page }
}
const here = () => readdir(lab.store.folder)

describe('what was left behind is cleared away at the start', () => {
  it('halves of files, of this version and of earlier ones', async () => {
    const { folder } = await finishedRun()
    const before = (await readdir(folder)).filter((name) => !name.startsWith('claim'))
    const halves = ['run.json.new', 'samples.ndjson.0b0e4f1c-91a7-4f6e-b0c4-0c5a1f1f9d11.new']
    for (const name of halves) await writeFile(join(folder, name), '{')
    await writeFile(join(folder, 'claim.0b0e4f1c-91a7-4f6e-b0c4-0c5a1f1f9d11.new'), '')
    await sweepRuns(lab.store)
    expect((await readdir(folder)).filter((name) => !name.startsWith('claim-'))).toEqual(before)
  })

  it('not those of a run that another lab writes', async () => {
    const { folder } = await finishedRun()
    await takeClaim(folder, await findClaim(folder))
    await writeFile(join(folder, 'run.json.new'), '{')
    await sweepRuns(lab.store)
    expect(await readdir(folder)).toContain('run.json.new')
  })

  it('folders that were being deleted or made, and empty ones of earlier versions', async () => {
    const { id } = await finishedRun()
    const [trash, unfinished, empty] = ['.trash-a-1', '.new-b', 'c'].map((name) =>
      join(lab.store.folder, name),
    )
    for (const folder of [trash, unfinished, empty]) await mkdir(folder ?? '')
    await writeFile(join(trash ?? '', 'samples.ndjson'), '')
    await writeFile(join(unfinished ?? '', 'start.json'), '{')
    await writeFile(join(empty ?? '', 'samples.ndjson'), '')
    const again = await openLab(lab.home)
    expect(again.problems).toEqual([])
    expect(again.manager.list().runs.map((run) => run.id)).toEqual([id])
    await sweepRuns(again.store)
    expect(await here()).toEqual([id])
  })

  it('not the folder that another lab is making', async () => {
    const folder = join(lab.store.folder, '.new-b')
    await mkdir(folder)
    const claim = await takeClaim(folder, null)
    await sweepRuns(lab.store)
    expect(await here()).toEqual(['.new-b'])
    await claim.release()
    await sweepRuns(lab.store)
    expect(await here()).toEqual([])
  })

  it('and never samples: a folder without a record but with samples is mended', async () => {
    const { id, folder } = await finishedRun()
    await rm(join(folder, 'run.json'))
    await rm(join(folder, 'start.json'))
    await sweepRuns(lab.store)
    expect(await (await openLab(lab.home)).manager.summary(id)).toMatchObject({
      sampleCounts: { main: 1001 },
    })
  })
})

describe('changes at once', () => {
  it('of one name, from two pages and while the record is read, are all carried out in their order', async () => {
    const { id, folder, page } = await finishedRun()
    const other = lab.page()
    const names = Array.from({ length: 60 }, (_, index) => `name ${index}`)
    const renames = Promise.all(
      names.map((name, index) => (index % 2 ? other : page).client.request('run.rename', { run: id, name })),
    )
    let isDone = false
    void renames.finally(() => (isDone = true))
    while (!isDone) JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'))
    await renames
    expect(await lab.store.read(id)).toMatchObject({ name: 'name 59', status: 'completed' })
    expect((await readdir(folder)).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  it('of a name and a delete leave no ghost', async () => {
    const { id, page } = await finishedRun()
    const outcomes = await Promise.allSettled([
      page.client.request('run.rename', { run: id, name: 'a' }),
      page.client.request('run.delete', { run: id, isForGood: true }),
      page.client.request('run.rename', { run: id, name: 'b' }),
      page.client.request('run.delete', { run: id, isForGood: true }),
    ])
    // Deleted is what the second delete asks for.
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await here()).toEqual([])
    expect(lab.manager.list().runs).toEqual([])
  })

  it('of the name of a run that is ending do not bring it back to life', async () => {
    const page = lab.page()
    const { id } = await page.start({ params: { iterations: 200 } })
    const renames: Promise<unknown>[] = []
    const stop = lab.manager.listen({
      changed: () => void renames.push(lab.manager.edits.annotate(id, { name: `name ${renames.length}` })),
      deleted: () => undefined,
      progressed: () => undefined,
      counted: () => undefined,
    })
    await page.ended(id)
    stop()
    await Promise.all(renames)
    const { status, name } = await lab.manager.summary(id)
    expect(status).toBe('completed')
    expect(await lab.store.read(id)).toMatchObject({ status, name })
  })
})

it('a killed run’s seconds and steps are those of its last sample, and it did not end in the future', async () => {
  const { id, folder } = await finishedRun()
  const { seconds } = await lab.manager.summary(id)
  await claimAs(folder, { started: '1' })
  await editRecord(folder, ({ run }) => (run.endedAt = null))
  const future = new Date(Date.now() + 86_400_000)
  await utimes(join(folder, 'samples.ndjson'), future, future)
  const run = await (await openLab(lab.home)).manager.summary(id)
  expect(run.seconds).toBeGreaterThan(0)
  expect(run.seconds).toBeLessThanOrEqual(seconds)
  expect(run.stepsDone).toBe(1000)
  expect(Date.parse(run.endedAt ?? '')).toBeLessThan(future.getTime())
})
