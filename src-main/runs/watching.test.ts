import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openLab } from './lab-under-test.testing.ts'
import { forEachRecord } from './record-lines.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => (lab = await openLab()))
afterEach(() => lab.close())

/** A page, and an ended run with more samples than one message holds. */
async function endedRun() {
  const page = lab.page()
  const { id } = await page.start({ params: { iterations: 50_000 } })
  await page.ended(id)
  await lab.manager.refresh()
  return { page, id }
}
const held = (): number => lab.manager.library.recordingsHeld
const watch = (page: ReturnType<typeof lab.page>, run: string) =>
  page.client.request('run.watch', { run, from: {}, snapshots: 0 })
const messagesOf = (page: ReturnType<typeof lab.page>) =>
  page.events.flatMap((event) => (event.type === 'run.samples' ? event : []))

describe('samples of an ended run are in memory', () => {
  it('only until the page has all of them', async () => {
    const { page, id } = await endedRun()
    expect(held()).toBe(0)
    await watch(page, id)
    for (let messages = 1; ; messages++) {
      const event = await page.until(() => messagesOf(page)[messages - 1])
      expect(held()).toBe(1)
      await page.client.request('run.ack', { run: id })
      if (event.isLast) break
    }
    expect(messagesOf(page).flatMap(({ batches }) => batches.flatMap(({ steps }) => steps))).toHaveLength(
      50_001,
    )
    expect(messagesOf(page).map(({ isLast }) => isLast)).toEqual([false, false, true])
    expect(held()).toBe(0)
  })

  it('only until the page looks away, is closed, or the run is deleted; once for all who look', async () => {
    const { page, id } = await endedRun()
    const other = lab.page()
    await Promise.all([watch(page, id), watch(other, id)])
    expect(held()).toBe(1)
    await page.client.request('run.unwatch', { run: id })
    expect(held()).toBe(1)
    other.client.close()
    expect(held()).toBe(0)
    await watch(page, id)
    await page.client.request('run.delete', { run: id, isForGood: true })
    expect(held()).toBe(0)
  })

  it('not at all where the page looked away while they were read', async () => {
    const { page, id } = await endedRun()
    const watching = watch(page, id)
    const leaving = page.client.request('run.unwatch', { run: id })
    await Promise.all([watching, leaving])
    await page.client.request('run.ack', { run: id })
    expect(held()).toBe(0)
  })
})

describe('values and tables', () => {
  it('come when they are made, once each, and not with every sign of life', async () => {
    const page = lab.page()
    const { id } = await page.start({ part: '1g', params: { iterations: 3000 } }, { isPaused: true })
    await watch(page, id)
    await page.client.request('run.control', { run: id, action: 'resume' })
    await page.until(() => {
      void page.client.request('run.ack', { run: id })
      return messagesOf(page).at(-1)?.isLast
    })
    const end = await page.ended(id)
    const sent = messagesOf(page).flatMap(({ values }) => Object.entries(values))
    expect(Object.fromEntries(sent)).toEqual(end.values)
    const tables = Object.keys(end.values).filter((key) => typeof end.values[key]?.value === 'object')
    expect(tables.length).toBeGreaterThan(0)
    const others = page.events.filter(({ type }) => type !== 'run.samples')
    expect(JSON.stringify(others)).not.toContain('"rows"')
  })
})

describe('a large file of samples', () => {
  it('is read in pieces, between which the lab does other work', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lab182-lines-'))
    const file = join(folder, 'samples.ndjson')
    const record = { text: 'x'.repeat(1000) }
    await writeFile(file, `${JSON.stringify(record)}\n`.repeat(10_000))
    let turns = 0
    let isOver = false
    const turn = (): void => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    let read = 0
    const lost = await forEachRecord(file, z.strictObject({ text: z.string() }), () => read++)
    isOver = true
    expect([read, lost]).toEqual([10_000, 0])
    expect(turns).toBeGreaterThan(40)
    await rm(folder, { recursive: true })
  })

  it('is read without the lines that are damaged, wherever pieces end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lab182-lines-'))
    const file = join(folder, 'lines.ndjson')
    const lines = Array.from({ length: 300 }, (_, i) => JSON.stringify({ text: `é${'ü'.repeat(997)}${i}` }))
    const schema = z.strictObject({ text: z.string() })
    const readAll = async (text: string): Promise<[number, number]> => {
      await writeFile(file, text)
      const read: string[] = []
      const lost = await forEachRecord(file, schema, ({ text }) => read.push(text))
      const numbers = read.map((each) => Number(/\d+$/.exec(each)?.[0]))
      expect(read.every((each) => each.startsWith('éü') && each.length > 998)).toBe(true)
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
      return [new Set(numbers).size, lost]
    }
    expect(await readAll(lines.join('\n'))).toEqual([300, 0])
    expect(
      await readAll(`${lines.slice(0, 200).join('\n')}\n{"te\n${lines.slice(201).join('\n')}\n`),
    ).toEqual([299, 1])
    expect(await readAll(`${lines.join('\n')}\n{"text":"ü`)).toEqual([300, 1])
    await rm(folder, { recursive: true })
  })
})
