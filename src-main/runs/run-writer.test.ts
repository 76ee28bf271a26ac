/** What a power cut may cost: nothing that run.json speaks of, and of the rest no more than seconds. */
import type * as Files from 'node:fs/promises'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { editRecord } from './lab-folder.testing.ts'
import { openLab } from './lab-under-test.testing.ts'

/** What the disk was told, in order; temporary names without their random part. */
const told = vi.hoisted(() => [] as string[])
const clean = vi.hoisted(() => (path: unknown) => String(path).replace(/\.[0-9a-f-]{36,}\.new$/, '.new'))
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof Files>()
  return {
    ...fs,
    open: async (...args: Parameters<typeof fs.open>) => {
      const handle = await fs.open(...args)
      for (const name of ['appendFile', 'datasync', 'sync', 'close'] as const) {
        const call = handle[name].bind(handle) as (...given: unknown[]) => Promise<void>
        handle[name] = async (...given: unknown[]) => {
          await call(...given)
          told.push(`${name} ${clean(args[0])}`)
        }
      }
      return handle
    },
    rename: async (...args: Parameters<typeof fs.rename>) => {
      await fs.rename(...args)
      told.push(`rename ${clean(args[1])}`)
    },
  }
})

const written = (folder: string): string[] =>
  told.filter((entry) => entry.includes(folder)).map((entry) => entry.replace(folder, '').replace(' /', ' '))

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
  told.length = 0
})
afterEach(async () => {
  vi.useRealTimers()
  await lab.close()
})

describe('a run under way', () => {
  it('has its samples on the disk itself before run.json says that they are there', async () => {
    const page = lab.page()
    const { id } = await page.start()
    await page.ended(id)
    const events = written(join(lab.store.folder, id))
    const last = events.lastIndexOf('rename run.json')
    const appended = events.lastIndexOf('appendFile samples.ndjson')
    const synced = events.lastIndexOf('datasync samples.ndjson')
    expect(appended).toBeGreaterThan(-1)
    expect(synced).toBeGreaterThan(appended)
    expect(last).toBeGreaterThan(synced)
    expect(events.lastIndexOf('sync run.json.new')).toBeGreaterThan(synced)
    expect(events.lastIndexOf('sync run.json.new')).toBeLessThan(last)
    // The file's new name, too; and every handle is given back.
    expect(events.slice(last)).toContain('sync ')
    expect(events.filter((event) => event === 'close samples.ndjson')).toHaveLength(1)
  })

  it('is written through every two seconds, by one handle', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const page = lab.page()
    const { id } = await page.start({ params: { iterations: 1_000_000 } }, { stepsPerSecond: 200 })
    const folder = join(lab.store.folder, id)
    const count = (event: string) => written(folder).filter((one) => one === event).length
    const syncs = () => count('datasync samples.ndjson')
    await vi.waitFor(() => expect(count('appendFile samples.ndjson')).toBeGreaterThan(2))
    for (const round of [1, 2]) {
      const [appended, before] = [count('appendFile samples.ndjson'), syncs()]
      await vi.waitFor(() => expect(count('appendFile samples.ndjson')).toBeGreaterThan(appended))
      await vi.waitFor(() => {
        vi.advanceTimersByTime(2000)
        expect(syncs(), `round ${round}`).toBeGreaterThan(before)
      })
    }
    expect(count('close samples.ndjson')).toBe(0)
    await page.client.request('run.control', { run: id, action: 'stop' })
    await page.ended(id)
    expect(count('close samples.ndjson')).toBe(1)
  })
})

it('a run that goes on is put back to its finished jobs without a moment at which they are nowhere', async () => {
  const page = lab.page()
  const { id } = await page.start({ params: { iterations: 100 } })
  await page.ended(id)
  const folder = join(lab.store.folder, id)
  await writeFile(join(folder, 'finished-jobs.ndjson'), '{"key":"a","result":1,"tracks":["main"]}\n')
  await editRecord(folder, ({ run }) => Object.assign(run, { status: 'interrupted', finishedJobs: 1 }))
  const again = await openLab(lab.home)
  told.length = 0
  const later = again.page()
  await later.client.request('run.resume', { run: id, stepsPerSecond: null })
  const events = written(folder)
  for (const name of ['samples', 'snapshots', 'finished-jobs'])
    expect(events.indexOf(`rename ${name}.ndjson`), name).toBeGreaterThan(
      events.indexOf(`sync ${name}.ndjson.new`),
    )
  await again.close()
})
