import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mostCharacters } from '#contract/worksheet.ts'
import { openWorksheetLab } from './worksheet-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openWorksheetLab>>
beforeEach(async () => (lab = await openWorksheetLab()))
afterEach(() => lab.close())

const cell = { worksheet: 'mine', cell: '1e', base: 0, text: 'It falls.', isSkipped: false }

describe('a page asks for a worksheet', () => {
  it('that is made by the first look, and comes back as it was left', async () => {
    const { client } = lab.page()
    const opened = await client.request('worksheet.open', { worksheet: 'mine' })
    expect(opened).toMatchObject({
      worksheet: { id: 'mine', name: 'My homework', cells: {}, isTimed: true },
      notice: null,
      isReadOnly: false,
    })
    const saved = await client.request('worksheet.saveCell', cell)
    expect(saved).toMatchObject({ kind: 'saved', cell: { text: 'It falls.', revision: 1 } })
    const { worksheet } = await (
      await openWorksheetLab(lab.home)
    )
      .page()
      .client.request('worksheet.open', { worksheet: 'mine' })
    expect(worksheet.cells['1e']?.text).toBe('It falls.')
  })

  it('under a name of its own, twice', async () => {
    const { client } = lab.page()
    const first = await client.request('worksheet.create', { name: 'Démo, in class' })
    const second = await client.request('worksheet.create', { name: 'Démo, in class' })
    expect([first.id, second.id]).toEqual(['de-mo-in-class', 'de-mo-in-class-2'])
    expect((await client.request('worksheet.list', {})).map(({ id }) => id)).toEqual([first.id, second.id])
  })

  it('and every page hears of a change', async () => {
    const [one, two] = [lab.page(), lab.page()]
    await one.client.request('worksheet.open', { worksheet: 'mine' })
    await one.client.request('worksheet.saveCell', cell)
    for (const page of [one, two])
      expect(await page.until(() => page.events.find(({ type }) => type === 'worksheet.changed'))).toEqual({
        type: 'worksheet.changed',
        worksheet: 'mine',
        cells: ['1e'],
        isLogChanged: false,
        isHeadChanged: false,
      })
  })

  it('and its last words, sent behind a save that is not answered yet, are no conflict', async () => {
    const [{ client }, other] = [lab.page(), lab.page()]
    await client.request('worksheet.open', { worksheet: 'mine' })
    const texts = ['It falls.', 'It falls, then', 'It falls, then rises.']
    const answers = await Promise.all(
      texts.map((text) => client.request('worksheet.saveCell', { ...cell, text })),
    )
    expect(answers.map(({ kind }) => kind)).toEqual(['saved', 'saved', 'saved'])
    // Somebody else's words in between are.
    await other.client.request('worksheet.saveCell', { ...cell, base: 3, text: 'No.' })
    expect(await client.request('worksheet.saveCell', { ...cell, base: 3, text: 'Yes.' })).toMatchObject({
      kind: 'conflict',
      theirs: { text: 'No.', revision: 4 },
    })
  })

  it('and a text typed over an older one is a conflict that overwrites nothing', async () => {
    const [{ client }, other] = [lab.page(), lab.page()]
    await client.request('worksheet.open', { worksheet: 'mine' })
    await other.client.request('worksheet.saveCell', cell)
    const answer = await client.request('worksheet.saveCell', { ...cell, text: 'It rises.' })
    expect(answer).toMatchObject({ kind: 'conflict', theirs: { text: 'It falls.', revision: 1 } })
    const chosen = await client.request('worksheet.saveCell', { ...cell, text: 'It rises.', base: 1 })
    expect(chosen).toMatchObject({ kind: 'saved', cell: { text: 'It rises.', revision: 2 } })
  })

  it('and a save that is repeated because its answer was lost is no conflict', async () => {
    const { client } = lab.page()
    await client.request('worksheet.open', { worksheet: 'mine' })
    await client.request('worksheet.saveCell', cell)
    expect(await client.request('worksheet.saveCell', cell)).toMatchObject({
      kind: 'saved',
      cell: { revision: 1 },
    })
  })

  it('and keeps the homework log the same way', async () => {
    const { client } = lab.page()
    const { worksheet } = await client.request('worksheet.open', { worksheet: 'mine' })
    const { revision: _, changedAt: __, ...log } = worksheet.log
    const changed = { ...log, isAlone: true, hours: { '1': 1.25 } }
    const body = { worksheet: 'mine', base: 0, log: changed }
    const saved = await client.request('worksheet.saveLog', body)
    expect(saved).toMatchObject({ kind: 'saved', log: { hours: { '1': 1.25 }, revision: 1 } })
    expect(await client.request('worksheet.saveLog', body)).toEqual(saved)
    expect(await lab.page().client.request('worksheet.saveLog', { ...body, log })).toMatchObject({
      kind: 'conflict',
      theirs: { isAlone: true },
    })
  })

  it('and changes its name, its student, its runs and its time', async () => {
    const { client, start, ended } = lab.page()
    const { id: run } = await start({ params: { iterations: 20 } })
    await ended(run)
    await client.request('worksheet.open', { worksheet: 'mine' })
    const student = { name: 'Ada', studentId: '182' }
    const change = (body: object) => client.request('worksheet.change', { worksheet: 'mine', ...body })
    await change({ name: 'HW 4', student })
    expect(await change({ choose: { slot: '1d', run } })).toMatchObject({
      name: 'HW 4',
      student,
      chosen: { '1d': run },
    })
    await expect(change({ choose: { slot: '1e', run } })).rejects.toThrow(/is not of 1e/)
    await expect(change({ choose: { slot: '1d', run: 'none' } })).rejects.toThrow(/no run "none"/)
    expect((await change({ choose: { slot: '1d', run: null } })).chosen).toEqual({})
    const add = () => client.request('worksheet.addTime', { worksheet: 'mine', problem: 1, seconds: 30 })
    await add()
    await add()
    await change({ isTimed: false })
    await add()
    const { worksheet } = await client.request('worksheet.open', { worksheet: 'mine' })
    expect(worksheet.activeSeconds).toEqual({ '1': 60 })
  })

  it('and deletes it', async () => {
    const { client } = lab.page()
    const { id } = await client.request('worksheet.create', { name: 'Demo' })
    await client.request('worksheet.delete', { worksheet: id })
    expect(await client.request('worksheet.list', {})).toEqual([])
    await expect(client.request('worksheet.open', { worksheet: id })).rejects.toThrow(
      'There is no worksheet "demo"; it may have been deleted.',
    )
  })
})

describe('a page is refused', () => {
  it.each([
    ['a cell that the homework has not', { ...cell, cell: '9z' }, /has no cell "9z"/],
    [
      'a text that is too long',
      { ...cell, text: 'x'.repeat(mostCharacters + 1) },
      /at most 20000 characters/,
    ],
    ['a worksheet that is not there', { ...cell, worksheet: 'none' }, /no worksheet "none"/],
    ['a path as a worksheet', { ...cell, worksheet: '../runs' }, /does not know this message/],
    ['a cell that is a path', { ...cell, cell: '__proto__' }, /does not know this message/],
  ])('%s', async (_, body, sentence) => {
    const { client } = lab.page()
    await client.request('worksheet.open', { worksheet: 'mine' })
    await expect(client.request('worksheet.saveCell', body)).rejects.toThrow(sentence)
    expect((await client.request('worksheet.open', { worksheet: 'mine' })).worksheet.cells).toEqual({})
  })
})
