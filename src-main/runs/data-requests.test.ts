import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DatasetsState } from '#contract/datasets.ts'
import { cifar10Download } from '#data/cifar10-download.ts'
import { makeArchive } from '#data/testing/make-cifar10.ts'
import { shapes10Classes } from '#datasets/shapes10.ts'
import { openLab } from './lab-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openLab>>
let page: ReturnType<typeof lab.page>
let source = ''
beforeEach(async () => {
  // Nobody listens on port 1: a download fails at once.
  const download = { ...cifar10Download, address: 'http://127.0.0.1:1/cifar-10-binary.tar.gz' }
  lab = await openLab(undefined, { source: { download, fileImages: 3 } })
  page = lab.page()
  source = mkdtempSync(join(tmpdir(), 'lab182-source-'))
})
afterEach(async () => {
  await lab.close()
  rmSync(source, { recursive: true, force: true })
})
const states = (): DatasetsState[] =>
  page.events.flatMap((event) => (event.type === 'dataset.progress' ? [event.datasets] : []))
/** The state when the job that was started last has ended. */
const ended = (): Promise<DatasetsState> => page.until(() => states().at(-1)?.job === null && states().at(-1))

describe('the data sets of a lab', () => {
  it('begin with shapes10 alone', async () => {
    const state = await page.client.request('dataset.list', {})
    expect(state).toMatchObject({ auto: 'shapes10', cifar10: null, job: null, problem: null })
    expect(state.download.bytes).toBe(170_052_171)
  })

  it('gain CIFAR-10 by an import, and every page hears of it', async () => {
    const other = lab.page()
    const { path } = await makeArchive(source, 'python', 3)
    await page.client.request('dataset.import', { path })
    const state = await ended()
    expect(state).toMatchObject({ auto: 'cifar10', problem: null })
    expect(state.cifar10).toMatchObject({ trainImages: 15, testImages: 3, isOfficial: false })
    await other.until(() =>
      other.events.some((event) => event.type === 'dataset.progress' && event.datasets.auto === 'cifar10'),
    )
  })

  it('say why an import failed, and forget it at the next one', async () => {
    writeFileSync(join(source, 'a.tar.gz'), 'nothing')
    await page.client.request('dataset.import', { path: join(source, 'a.tar.gz') })
    expect((await ended()).problem).toMatch(/is not a \.tar\.gz or \.tar archive/)
    const { path } = await makeArchive(source, 'binary', 3)
    await page.client.request('dataset.import', { path })
    await page.until(() => states().at(-1)?.auto === 'cifar10')
    expect(states().at(-1)?.problem).toBeNull()
  })

  it('say why a download failed, until somebody has read it', async () => {
    await page.client.request('dataset.download', {})
    expect((await ended()).problem).toMatch(/could not be downloaded .*import an archive/)
    await page.client.request('dataset.dismiss', {})
    await page.until(() => states().at(-1)?.problem === null)
    expect((await page.client.request('dataset.list', {})).problem).toBeNull()
  })

  it('refuse a second job, and survive the end of the process that does the first', async () => {
    const { path } = await makeArchive(source, 'binary', 3)
    const first = page.client.request('dataset.import', { path })
    await expect(page.client.request('dataset.download', {})).rejects.toThrow(/Another import is under way/)
    lab.trainers.killNewest()
    await first
    expect((await ended()).problem).toMatch(/ended by signal SIGKILL; try again/)
  })

  it('call nothing a problem when a job is cancelled', async () => {
    const { path } = await makeArchive(source, 'binary', 3)
    const started = page.client.request('dataset.import', { path })
    const cancelled = page.client.request('dataset.cancel', {})
    await Promise.all([started, cancelled])
    expect((await ended()).problem).toBeNull()
  })
})

describe('a preview', () => {
  it('shows images of the data set with their classes', async () => {
    const preview = await page.client.request('dataset.preview', { name: 'auto', count: 5, seed: 3 })
    expect(preview).toMatchObject({ name: 'shapes10', note: 'synthetic: shapes10, not CIFAR-10' })
    expect(preview.images).toHaveLength(5)
    for (const { label, className, pixels } of preview.images) {
      expect(Buffer.from(pixels, 'base64')).toHaveLength(3072)
      expect(className).toBe(shapes10Classes[label])
    }
    expect(await page.client.request('dataset.preview', { name: 'auto', count: 5, seed: 3 })).toEqual(preview)
    expect(await page.client.request('dataset.preview', { name: 'auto', count: 5, seed: 4 })).not.toEqual(
      preview,
    )
  })

  it('stays within the size of a message, and names what is not there', async () => {
    const preview = await page.client.request('dataset.preview', { name: 'shapes10', count: 10, seed: 1 })
    expect(JSON.stringify(preview).length).toBeLessThan(64 * 1024)
    const refused = page.client.request('dataset.preview', { name: 'cifar10', count: 1, seed: 1 })
    await expect(refused).rejects.toMatchObject({ field: 'name' })
  })

  it('is of CIFAR-10 once that is there', async () => {
    const { path, sets } = await makeArchive(source, 'binary', 3)
    await page.client.request('dataset.import', { path })
    await ended()
    const preview = await page.client.request('dataset.preview', { name: 'auto', count: 4, seed: 1 })
    expect(preview).toMatchObject({ name: 'cifar10', note: 'not the official CIFAR-10' })
    const known = sets.map((set) => Buffer.from(set.images))
    for (const { pixels } of preview.images)
      expect(known.some((images) => images.includes(Buffer.from(pixels, 'base64')))).toBe(true)
  })
})
