import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWorksheetLab } from '#worksheet/worksheet-under-test.testing.ts'
import { cleanUp, unusedRuns } from './clean-up.ts'
import { StorageMeter } from './storage-meter.ts'

let lab: Awaited<ReturnType<typeof openWorksheetLab>>
beforeEach(async () => (lab = await openWorksheetLab()))
afterEach(() => lab.close())

/** Completed runs of part 1d, the oldest first. */
async function ran(page: ReturnType<typeof lab.page>, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let seed = 1; seed <= count; seed++) {
    const { id } = await page.start({ part: '1d', seed, params: { iterations: 20 } })
    await page.ended(id)
    ids.push(id)
  }
  return ids
}
const unused = () => unusedRuns(lab.manager, lab.worksheets)
const clean = (ids: readonly string[]) => cleanUp(lab.manager, lab.worksheets, ids)

test('lists what is neither pinned, used, chosen, the newest of its slot, nor under way', async () => {
  const page = lab.page()
  await page.client.request('worksheet.open', { worksheet: 'mine' })
  const [pinned = '', linked = '', chosen = '', ...others] = await ran(page, 6)
  await page.client.request('run.pin', { run: pinned, isPinned: true })
  const link = { kind: 'value', run: linked, value: '1d.w1', at: null } as const
  await page.client.request('worksheet.link', { worksheet: 'mine', cell: '1d', link, replace: null })
  await page.client.request('worksheet.change', { worksheet: 'mine', choose: { slot: '1d', run: chosen } })
  const { id: live } = await page.start({ params: { iterations: 1_000_000 } }, { isPaused: true })

  const found = await unused()
  expect(found.ids).toEqual(others.slice(0, -1))
  expect(found.shown.map(({ id }) => id)).toEqual(found.ids)
  expect(found.bytes).toBeGreaterThan(0)
  expect(found.kept).toEqual({ pinned: 1, used: 3, underWay: 1 })
  expect((await clean([live])).kept[0]?.why).toMatch(/under way|stop/i)
})

test('checks each run again right before it goes, and the trash gives it back', async () => {
  const page = lab.page()
  await page.client.request('worksheet.open', { worksheet: 'mine' })
  await ran(page, 5)
  const { ids } = await unused()
  const [pinnedElsewhere = '', linked = '', going = ''] = ids
  // Another lab on the same folder pins one: its record says so before this lab has read it.
  const file = join(lab.home, 'runs', pinnedElsewhere, 'run.json')
  const record = JSON.parse(readFileSync(file, 'utf8')) as { run: { isPinned: boolean } }
  record.run.isPinned = true
  writeFileSync(file, JSON.stringify(record))
  const link = { kind: 'value', run: linked, value: '1d.w1', at: null } as const
  await page.client.request('worksheet.link', { worksheet: 'mine', cell: '1d', link, replace: null })

  expect(await clean([pinnedElsewhere, linked, going, going, 'none'])).toEqual({
    trashed: [going],
    kept: [
      { run: pinnedElsewhere, why: 'It has been pinned.' },
      { run: linked, why: 'A worksheet has come to use it.' },
      { run: 'none', why: expect.stringContaining('There is no run "none"') as string },
    ],
  })
  expect((await unused()).ids).not.toContain(going)
  await page.client.request('run.restore', { run: going })
  expect((await unused()).ids).toContain(going)
})

test('a worksheet that cannot be read may need any run: nothing is listed or moved', async () => {
  const page = lab.page()
  await page.client.request('worksheet.open', { worksheet: 'mine' })
  const [first = ''] = await ran(page, 3)
  const file = join(lab.home, 'worksheets', 'mine', 'worksheet.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 1', '"format": 9'))
  await expect(unused()).rejects.toThrow(/newer Lab 182.*no run is cleaned up/)
  expect((await clean([first])).kept[0]?.why).toMatch(/no run is cleaned up/)
})

test('sizes are measured: runs by their folders, the trash apart, everything else by its files', async () => {
  const page = lab.page()
  await page.client.request('worksheet.open', { worksheet: 'mine' })
  const [first = ''] = await ran(page, 2)
  await lab.manager.refresh()
  const meter = new StorageMeter(lab.home, lab.manager, lab.worksheets)
  writeFileSync(join(lab.home, 'settings.json'), '12345')
  const before = await meter.measure(false)
  const of = (report: typeof before, kind: string) => report.stored.find((each) => each.kind === kind)
  const sizes = await Promise.all((await lab.store.names()).map((id) => lab.store.runFolder(id).size()))
  expect(of(before, 'runs')).toMatchObject({
    count: 2,
    bytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    unmeasured: 0,
  })
  expect(of(before, 'worksheets')).toMatchObject({ count: 1 })
  expect(before.unread).toEqual([])
  const other = of(before, 'other')?.bytes ?? 0
  expect(other).toBeGreaterThanOrEqual(5)

  await page.client.request('run.delete', { run: first })
  writeFileSync(join(lab.home, 'settings.json'), '1234567890')
  const after = await meter.measure(false)
  expect([of(after, 'runs')?.count, of(after, 'trash')?.count]).toEqual([1, 1])
  // What was walked is kept until somebody asks for it anew.
  expect(of(after, 'other')?.bytes).toBe(other)
  expect(of(await meter.measure(true), 'other')?.bytes).toBeGreaterThanOrEqual(other + 5)
})
