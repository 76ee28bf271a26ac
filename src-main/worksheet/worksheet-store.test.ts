import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Worksheet } from '#contract/worksheet.ts'
import { ownIdentity, type ProcessIdentity } from '#runs/process-identity.ts'
import { savedCell } from './save-worksheet.ts'
import type { WorksheetChange } from './worksheet-changes.ts'
import { FolderLock } from './worksheet-lock.ts'
import { ClaimWatch } from '#runs/claim-watch.ts'
import { WorksheetStore } from './worksheet-store.ts'

let home: string
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'lab182-'))))
afterEach(() => rm(home, { recursive: true, force: true }))

const inMine = (...path: string[]): string => join(home, 'worksheets', 'mine', ...path)
const file = (): string => inMine('worksheet.json')

/** Leaves the lock as such a process leaves it that is killed while it saves. */
async function lockAs(process: Partial<ProcessIdentity>): Promise<void> {
  const names = await readdir(inMine('lock'))
  const number = 1 + Math.max(0, ...names.map((name) => Number(/\d+/.exec(name)?.[0] ?? 0)))
  const claim = { process: { ...ownIdentity(), ...process }, heartbeat: 0, isReleased: false }
  await writeFile(inMine('lock', `claim-${number}.json`), JSON.stringify(claim))
}

/** Types into a cell as a page does; a conflict is answered as a page would that knows nothing better. */
function typist(store: WorksheetStore, cell: string) {
  let base = 0
  return async (text: string, onConflict?: (theirs: string) => string): Promise<void> => {
    for (let wanted = text; ;) {
      const request = {
        id: 0,
        type: 'worksheet.saveCell',
        worksheet: 'mine',
        cell,
        base,
        isSkipped: false,
      } as const
      const answer = await store.update('mine', (worksheet, now) =>
        savedCell(worksheet, { ...request, text: wanted }, now),
      )
      base = answer.kind === 'saved' ? answer.cell.revision : answer.theirs.revision
      if (answer.kind === 'saved') return
      if (!onConflict) throw new Error(`A conflict in ${cell}.`)
      wanted = onConflict(answer.theirs.text)
    }
  }
}
const textIn = ({ cells }: Worksheet, cell = '1e'): string | undefined => cells[cell]?.text
const readAgain = () => new WorksheetStore(home).open('mine')

describe('two labs on one folder', () => {
  it('save 200 times into different cells, and nothing is lost', async () => {
    const labs = [new WorksheetStore(home), new WorksheetStore(home)]
    await Promise.all(labs.map((lab) => lab.open('mine')))
    const cells = ['1d', '1e'] as const
    await Promise.all(
      labs.map(async (lab, which) => {
        const type = typist(lab, cells[which] ?? '')
        for (let save = 1; save <= 100; save++) await type(`${which} ${save}`)
      }),
    )
    const { worksheet } = await readAgain()
    expect(cells.map((cell) => textIn(worksheet, cell))).toEqual(['0 100', '1 100'])
    expect(cells.map((cell) => worksheet.cells[cell]?.revision)).toEqual([100, 100])
  })

  it('save 200 times into the same cell: each conflict shows the other’s text, and nothing is lost', async () => {
    const labs = [new WorksheetStore(home), new WorksheetStore(home)]
    await Promise.all(labs.map((lab) => lab.open('mine')))
    await Promise.all(
      labs.map(async (lab, which) => {
        const type = typist(lab, '1e')
        let text = ''
        for (let save = 1; save <= 100; save++) {
          const word = `${which}.${save} `
          text += word
          await type(text, (theirs) => (text = theirs + word))
        }
      }),
    )
    const words =
      textIn((await readAgain()).worksheet)
        ?.trim()
        .split(' ') ?? []
    expect(words).toHaveLength(200)
    expect(new Set(words).size).toBe(200)
  })

  it('hear of each other’s changes, of nothing else, and of nothing twice', async () => {
    const [one, two] = [new WorksheetStore(home), new WorksheetStore(home)]
    const heard: WorksheetChange[] = []
    await one.open('mine')
    await two.open('mine')
    two.listen((change) => heard.push(change))
    const change = {
      type: 'worksheet.changed',
      worksheet: 'mine',
      cells: [],
      isLogChanged: false,
      isHeadChanged: false,
    }
    await typist(one, '1e')('a')
    await two.refresh()
    await two.refresh()
    expect(heard.splice(0)).toEqual([{ ...change, cells: ['1e'] }])
    await one.update('mine', (worksheet) => ({ next: { ...worksheet, name: 'B' }, answer: null }))
    await one.update('mine', (worksheet) => ({
      next: { ...worksheet, activeSeconds: { '1': 5 } },
      answer: null,
    }))
    await two.refresh()
    expect(heard.splice(0)).toEqual([{ ...change, isHeadChanged: true }])
    // A save that meets the other's tells of both.
    await typist(one, '1d')('b')
    await typist(two, '1f')('c')
    expect(heard.splice(0).flatMap(({ cells }) => cells)).toEqual(['1d', '1f'])
    await one.delete('mine')
    await two.refresh()
    expect(heard).toEqual([{ ...change, isHeadChanged: true }])
  })

  it('stay in the trash for thirty days, as runs do', async () => {
    const day = 24 * 3_600_000
    let at = Date.UTC(2026, 0, 1)
    const store = new WorksheetStore(home, { now: () => new Date(at) })
    const trash = join(home, 'worksheets', '.trash')
    for (let time = 0; time < 2; time++) {
      await store.open('mine')
      await store.delete('mine')
      at += 2 * day
    }
    const [, second] = (await readdir(trash)).sort()
    at += 27 * day
    await store.expireTrash()
    expect(await readdir(trash)).toEqual([second])
    at += 2 * day
    await store.expireTrash()
    expect(await readdir(trash)).toEqual([])
  })

  it('take a lock over at once whose lab was killed, and wait for one that cannot be seen', async () => {
    const store = new WorksheetStore(home)
    await store.open('mine')
    await typist(store, '1e')('a')
    await lockAs({ started: '1' })
    await typist(store, '1d')('b')
    await lockAs({ host: 'elsewhere', boot: 'another', namespace: 'another' })
    let now = 0
    const watch = new ClaimWatch(() => (now += 3000))
    const impatient = new WorksheetStore(home, { lock: new FolderLock(watch, 5) })
    await expect(typist(impatient, '1f')('c')).rejects.toThrow(/Another Lab 182 is saving this worksheet/)
    // Watched for long enough, its claim stands still.
    await typist(new WorksheetStore(home, { lock: new FolderLock(watch, 5000) }), '1f')('c')
    expect(Object.keys((await readAgain()).worksheet.cells)).toEqual(['1e', '1d', '1f'])
  })
})

describe('a worksheet.json that is damaged', () => {
  const saved = async (): Promise<string> => {
    const store = new WorksheetStore(home)
    await store.open('mine')
    const type = typist(store, '1e')
    for (const text of ['one', 'one two', 'one two three']) await type(text)
    return readFile(file(), 'utf8')
  }

  it.each([0, 1, 0.1, 0.5, 0.9, -3, -2])(
    'cut at %d falls back to what stood there a save before, and says so',
    async (part) => {
      const text = await saved()
      const length = part < 0 ? text.length + part : part === 1 ? 1 : Math.floor(part * text.length)
      await truncate(file(), length)
      const store = new WorksheetStore(home)
      const { worksheet, notice } = await store.open('mine')
      expect(textIn(worksheet)).toBe('one two')
      expect(notice).toMatch(
        /^The file of this worksheet was damaged \(.*\): this is its backup of .* UTC\. The damaged file is kept as worksheet\.damaged-\d+\.json\.$/,
      )
      const aside = (await readdir(inMine())).filter((name) => name.startsWith('worksheet.damaged-'))
      expect(aside).toHaveLength(1)
      expect(await readFile(inMine(aside[0] ?? ''), 'utf8')).toBe(text.slice(0, length))
      expect((await store.open('mine')).notice).toBeNull()
      expect((await readAgain()).notice).toBeNull()
    },
  )

  it.each([
    ['no JSON', 'hello'],
    ['no worksheet', '[1]'],
    ['another worksheet', '{"format":1,"id":"other"}'],
    ['zeros, as after a power cut', '\0'.repeat(4096)],
    ['of a foreign form', '{"format":1,"cells":{"1e":{"text":5}}}'],
  ])('(%s) falls back too, and so does the next save', async (_, content) => {
    await saved()
    await writeFile(file(), content)
    const store = new WorksheetStore(home)
    await typist(store, '1d')('new')
    const { worksheet, notice } = await store.open('mine')
    expect([textIn(worksheet), textIn(worksheet, '1d')]).toEqual(['one two', 'new'])
    expect(notice).toMatch(/damaged/)
  })

  it('whose last backups are damaged too falls back to an older one; a page with the lost text is in conflict', async () => {
    let minute = 0
    const store = new WorksheetStore(home, { now: () => new Date(Date.UTC(2026, 0, 1, 0, minute)) })
    await store.open('mine')
    const type = typist(store, '1e')
    for (minute = 1; minute <= 5; minute++) await type(`minute ${minute}`)
    const backups = (await readdir(inMine('backups'))).sort()
    expect(backups).toHaveLength(6)
    for (const name of backups.slice(-2)) await truncate(inMine('backups', name), 20)
    await truncate(file(), 20)
    const again = new WorksheetStore(home)
    expect(textIn((await again.open('mine')).worksheet)).toBe('minute 3')
    const late = {
      id: 0,
      type: 'worksheet.saveCell',
      worksheet: 'mine',
      cell: '1e',
      base: 5,
      text: 'minute 6',
      isSkipped: false,
    } as const
    const answer = await again.update('mine', (worksheet, now) => savedCell(worksheet, late, now))
    expect(answer).toMatchObject({ kind: 'conflict', theirs: { text: 'minute 3' } })
  })

  it('without any backup gives what can be read of it', async () => {
    const text = await saved()
    await rm(inMine('backups'), { recursive: true })
    const content = JSON.parse(text) as { cells: Record<string, unknown> }
    await writeFile(
      file(),
      JSON.stringify({
        ...content,
        name: 'Ours',
        isTimed: 'yes',
        cells: { ...content.cells, '1d': { text: 5 } },
      }),
    )
    const { worksheet, notice } = await readAgain()
    expect([worksheet.name, textIn(worksheet), textIn(worksheet, '1d')]).toEqual([
      'Ours',
      'one two three',
      undefined,
    ])
    expect(notice).toMatch(/no backup, so this is what could be read of it/)
  })

  it('that is missing is its backup', async () => {
    await saved()
    await rm(file())
    const { worksheet, notice } = await readAgain()
    expect(textIn(worksheet)).toBe('one two')
    expect(notice).toMatch(/was missing: this is its backup/)
  })
})

describe('a worksheet of a newer lab', () => {
  it.each([
    [
      'format 2',
      { format: 2, anything: true },
      /^The worksheet "mine" was written by a newer Lab 182 \(format 2, this lab knows 1\); update this lab/,
    ],
    ['the same format with more in it', null, /newer Lab 182; update this lab/],
  ])('(%s) is refused by name and left as it is', async (_, content, sentence) => {
    const store = new WorksheetStore(home)
    const { worksheet } = await store.open('mine')
    await typist(store, '1e')('a')
    const text = JSON.stringify(content ?? { ...worksheet, later: 1 })
    await writeFile(file(), text)
    const again = new WorksheetStore(home)
    await expect(again.open('mine')).rejects.toThrow(sentence)
    await expect(typist(again, '1e')('b')).rejects.toThrow(sentence)
    expect(await readFile(file(), 'utf8')).toBe(text)
    expect(await again.list()).toEqual([
      { id: 'mine', name: 'mine', changedAt: null, problem: expect.stringMatching(sentence) },
    ])
  })
})

it('lists worksheets by name, a damaged one by its backup, and no folder in which nothing was saved', async () => {
  const store = new WorksheetStore(home)
  await store.open('mine')
  await store.create('A demo')
  await typist(store, '1e')('a')
  await writeFile(file(), '')
  await rm(join(home, 'worksheets', 'a-demo', 'worksheet.json'))
  expect(await store.list()).toEqual([
    { id: 'mine', name: 'My homework', changedAt: expect.any(String), problem: null },
  ])
})
