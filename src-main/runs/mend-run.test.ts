/** Damaged records: what is there is shown, what is damaged is kept, and nobody is told to delete anything. */
import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editRecord } from './lab-folder.testing.ts'
import { openLab, recorded } from './lab-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openLab>>
let id: string
let folder: string
beforeEach(async () => {
  lab = await openLab()
  const page = lab.page()
  const run = await page.start({ part: '1e', params: { batchSize: 64 }, seed: 7 })
  await page.ended(run.id)
  id = run.id
  folder = join(lab.store.folder, id)
})
afterEach(() => lab.close())
const record = () => join(folder, 'run.json')

describe('a damaged run.json', () => {
  it.each([
    ['empty', ''],
    ['NUL bytes, as a power cut leaves it', '\0'.repeat(700)],
    ['half a file', '{"format":1,"owner":nul'],
    ['something else', '[1,2,3]'],
  ])('(%s) is rebuilt from what was written at the start and from the samples', async (_, text) => {
    const before = await lab.manager.summary(id)
    await writeFile(record(), text)
    const again = await openLab(lab.home)
    expect(again.problems).toEqual([])
    const run = await again.manager.summary(id)
    expect(run).toMatchObject({
      status: 'interrupted',
      name: before.name,
      request: before.request,
      createdAt: before.createdAt,
      sampleCounts: { main: 1001 },
      stepsDone: 1000,
    })
    expect(run.seconds).toBeGreaterThan(0)
    expect(run.problem).toMatch(/^The record of this run \(run.json\) was damaged.*1\u202f001 samples/)
    expect(run.problem).not.toMatch(/delete/)
    expect((await recorded(again, id)).counts()).toEqual({ main: 1001 })
    expect(await readFile(`${record()}.damaged`, 'utf8')).toBe(text)
    // It is mended for good, and says so the next time too.
    expect(await (await openLab(lab.home)).manager.summary(id)).toEqual(run)
  })

  it('that is missing is rebuilt, and nothing is kept of it', async () => {
    await rm(record())
    const again = await openLab(lab.home)
    expect(await again.manager.summary(id)).toMatchObject({ request: { seed: 7 }, status: 'interrupted' })
    expect(await readdir(folder)).not.toContain('run.json.damaged')
  })

  it('keeps every field that can be read: one that is wrong costs no other', async () => {
    const before = await lab.manager.summary(id)
    await editRecord(folder, ({ run }) => Object.assign(run, { engine: 'gone', totalSteps: -5 }))
    const again = await openLab(lab.home)
    const run = await again.manager.summary(id)
    expect(run).toMatchObject({ status: 'completed', values: before.values, request: before.request })
    expect(run.problem).not.toMatch(/values are lost/)
  })

  it('of a lab that kept no second copy shows the samples, says what it does not know, and cannot go on', async () => {
    await rm(join(folder, 'start.json'))
    await writeFile(record(), '')
    const again = await openLab(lab.home)
    const run = await again.manager.summary(id)
    expect(run.createdAt).toBe((await lab.manager.summary(id)).createdAt)
    expect(run.problem).toMatch(/settings and seed are not known/)
    expect(run.finishedJobs).toBe(0)
    expect((await recorded(again, id)).counts()).toEqual({ main: 1001 })
  })

  it('damaged twice keeps both damaged files', async () => {
    for (const text of ['first', 'second']) {
      await writeFile(record(), text)
      await openLab(lab.home)
    }
    const kept = ['run.json.damaged', 'run.json.damaged-2'].map((name) =>
      readFile(join(folder, name), 'utf8'),
    )
    expect(await Promise.all(kept)).toEqual(['first', 'second'])
  })
})

describe('a run of a newer lab', () => {
  it.each([
    // Of another length: a change of the same length in the same tick of the file system's clock is not seen.
    ['its format', { format: 99 }],
    ['an entry that is not known here', { worksheet: {} }],
  ])('is named as such by %s and left as it is', async (_, change) => {
    const text = JSON.stringify({ ...(JSON.parse(await readFile(record(), 'utf8')) as object), ...change })
    await writeFile(record(), text)
    const again = await openLab(lab.home)
    expect(again.problems).toEqual([
      expect.stringMatching(/written by a newer Lab 182.*update this lab/) as string,
    ])
    expect(again.problems[0]).not.toMatch(/delete/)
    expect(await readFile(record(), 'utf8')).toBe(text)
    // It can be deleted when somebody wants that.
    await again.page().client.request('run.delete', { run: id, isForGood: true })
    expect(await readdir(lab.store.folder)).toEqual([])
  })
})

describe('an ended run whose samples are damaged', () => {
  const shown = async () => {
    const again = await openLab(lab.home)
    const page = again.page()
    const { head } = await page.client.request('run.watch', { run: id, from: {}, snapshots: 0 })
    return { run: head, again }
  }

  it('says how many lines cannot be read, wherever it is shown, and is still completed', async () => {
    const samples = join(folder, 'samples.ndjson')
    const lines = (await readFile(samples, 'utf8')).trimEnd().split('\n')
    await writeFile(samples, [...lines.slice(0, -1), 'torn', ''].join('\n'))
    const { run, again } = await shown()
    expect(run.status).toBe('completed')
    expect(run.problem).toMatch(
      /^1 line of its record cannot be read and is left out\. [\d\u202f]+ of its 1\u202f001 samples/,
    )
    expect((await recorded(again, id)).length).toBeLessThan(1001)
  })

  it('says how many samples are missing where no line is torn', async () => {
    await truncate(join(folder, 'samples.ndjson'), 0)
    expect((await shown()).run.problem).toMatch(/^1\u202f001 of its 1\u202f001 samples are missing/)
  })

  it('leaves out what another writer put between, and keeps what is behind it', async () => {
    const samples = join(folder, 'samples.ndjson')
    const text = await readFile(samples, 'utf8')
    const [first = ''] = text.split('\n')
    await writeFile(samples, `${first}\n${first}\n${text.slice(first.length + 1)}`)
    const { run, again } = await shown()
    expect(run.problem).toMatch(/^1 line of its record cannot be read/)
    expect((await recorded(again, id)).counts()).toEqual({ main: 1001 })
  })

  it('says it of pictures too, and nothing of a sound run', async () => {
    expect((await shown()).run.problem).toBeNull()
    await appendFile(join(folder, 'snapshots.ndjson'), '{"track":"main"\n')
    expect((await shown()).run.problem).toMatch(/^1 line of its record/)
  })
})
