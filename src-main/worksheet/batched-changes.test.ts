import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { savedCell } from './save-worksheet.ts'
import type { WorksheetChange } from './worksheet-changes.ts'
import { WorksheetStore } from './worksheet-store.ts'

let home: string
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'lab182-'))))
afterEach(() => rm(home, { recursive: true, force: true }))

it('what is asked for while the disk is busy is written together, each with its own answer', async () => {
  const store = new WorksheetStore(home)
  await store.open('mine')
  const heard: WorksheetChange[] = []
  store.listen((change) => heard.push(change))
  const save = (cell: string, text: string, base: number) =>
    store.update('mine', (worksheet, now) =>
      savedCell(
        worksheet,
        { id: 0, type: 'worksheet.saveCell', worksheet: 'mine', cell, base, text, isSkipped: false },
        now,
      ),
    )
  const answers = await Promise.allSettled([
    save('1d', 'a', 0),
    save('1e', 'b', 0),
    save('1d', 'a c', 1),
    save('1d', 'd', 0),
    save('9z', 'e', 0),
    store.update('none', () => ({ next: null, answer: null })),
  ])
  expect(
    answers.map((each) => (each.status === 'fulfilled' ? (each.value?.kind ?? null) : String(each.reason))),
  ).toEqual([
    'saved',
    'saved',
    'saved',
    'conflict',
    expect.stringMatching(/no cell "9z"/),
    expect.stringMatching(/no worksheet "none"/),
  ])
  expect(heard.map(({ cells }) => cells)).toEqual([['1d', '1e']])
  const { cells } = await new WorksheetStore(home).current('mine')
  expect([cells['1d']?.text, cells['1e']?.text]).toEqual(['a c', 'b'])
})
