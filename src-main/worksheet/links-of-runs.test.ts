import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { headOf } from '#contract/run-head.ts'
import { problems } from '#experiments/problems.ts'
import { knownRuns, type KnownRuns } from './known-runs.ts'
import { linkMarkdown } from './pure/links.ts'
import { resolveWorksheet } from './resolve.ts'
import { summaryOf } from './summary.testing.ts'
import { emptyWorksheet } from './worksheet-file.ts'
import { openWorksheetLab } from './worksheet-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openWorksheetLab>>
beforeEach(async () => (lab = await openWorksheetLab()))
afterEach(() => lab.close())

async function opened() {
  const page = lab.page()
  await page.client.request('worksheet.open', { worksheet: 'mine' })
  const ran = async (seed: number) => {
    const { id } = await page.start({ part: '1d', seed, params: { iterations: 20 } })
    await page.ended(id)
    return id
  }
  const link = (run: string, replace: string | null = null) =>
    page.client.request('worksheet.link', {
      worksheet: 'mine',
      cell: '1d',
      link: { kind: 'value', run, value: '1d.w1', at: null },
      replace,
    })
  const states = () => page.client.request('worksheet.states', { worksheet: 'mine' })
  const delay = () => page.client.request('lab.describe', {})
  return { ...page, ran, link, states, delay }
}

describe('a linked number', () => {
  it('is filled by the lab, tells of a newer run, is replaced by it, and keeps its number when the run is gone', async () => {
    const page = await opened()
    const first = await page.ran(1)
    const { id, link, cell } = await page.link(first)
    expect([id, link.kind, cell.links[id]]).toEqual(['v1', 'value', link])
    expect(await page.states()).toMatchObject({
      cells: { '1d': { v1: { isRunGone: false, isRunInTrash: false, newer: null } } },
      slots: {
        '1d': { run: first, seed: 1, status: 'completed', isComplete: true },
        '1e': null,
        '4c-search': null,
      },
    })
    const second = await page.ran(2)
    expect((await page.states()).cells['1d']?.['v1']).toMatchObject({ newer: { run: second, seed: 2 } })
    const replaced = await page.link(second, 'v1')
    expect(replaced).toMatchObject({ id: 'v1', link: { from: { run: second, seed: 2 } } })
    expect(Object.keys(replaced.cell.links)).toEqual(['v1'])
    expect((await page.link(second)).id).toBe('v2')
    await page.client.request('run.delete', { run: second })
    expect((await page.states()).cells['1d']).toMatchObject({
      v1: { isRunGone: true, newer: { run: first } },
      v2: { isRunGone: true },
    })
    const { worksheet } = await page.client.request('worksheet.open', { worksheet: 'mine' })
    expect(worksheet.cells['1d']?.links['v1']).toEqual(replaced.link)
  })

  it('follows the run that the student chose for its slot', async () => {
    const page = await opened()
    const [first, second] = [await page.ran(1), await page.ran(2)]
    await page.link(second)
    const choose = (run: string | null) =>
      page.client.request('worksheet.change', { worksheet: 'mine', choose: { slot: '1d', run } })
    await choose(first)
    expect(await page.states()).toMatchObject({
      cells: { '1d': { v1: { newer: { run: first } } } },
      slots: { '1d': { run: first } },
    })
    await page.client.request('run.delete', { run: first })
    expect((await page.states()).slots['1d']).toMatchObject({ run: second })
    await choose(null)
    expect((await page.states()).cells['1d']?.['v1']?.newer).toBeNull()
  })

  it('does not disturb a text that is being typed, and other pages hear of it', async () => {
    const page = await opened()
    const run = await page.ran(1)
    await page.link(run)
    const body = { worksheet: 'mine', cell: '1d', base: 0, text: 'typed before', isSkipped: false }
    expect(await page.client.request('worksheet.saveCell', body)).toMatchObject({
      kind: 'saved',
      cell: { links: { v1: { kind: 'value' } }, revision: 1 },
    })
    const heard = page.events.filter((event) => event.type === 'worksheet.changed')
    expect(heard.map(({ cells }) => cells)).toEqual([['1d'], ['1d']])
  })

  it('is refused where the run, the value or the entry to replace is not there', async () => {
    const page = await opened()
    await expect(page.link('none')).rejects.toThrow(/no run "none"/)
    const run = await page.ran(1)
    await expect(page.link(run, 'v1')).rejects.toThrow(/no value "v1" to be replaced/)
    const value = { kind: 'value', run, value: '1d.none', at: null } as const
    const body = { worksheet: 'mine', cell: '1d', link: value, replace: null }
    await expect(page.client.request('worksheet.link', body)).rejects.toThrow(/has no value "1d.none"/)
    const table = { ...body, link: { kind: 'table', run, value: '1d.w1' } as const }
    await expect(page.client.request('worksheet.link', table)).rejects.toThrow(/is a number and no table/)
  })

  it('of a run whose folder the lab has not read yet is not gone', async () => {
    const page = await opened()
    const run = await page.ran(1)
    await page.link(run)
    const again = await openWorksheetLab(lab.home, { isRead: false })
    const { cells } = await again.page().client.request('worksheet.states', { worksheet: 'mine' })
    expect(cells['1d']?.['v1']).toMatchObject({ isRunGone: false })
    await again.close()
  })
})

describe('a worksheet beside its runs', () => {
  const head = headOf(summaryOf('1d'))
  const runs: KnownRuns = {
    isThere: (id) => id === head.id,
    isInTrash: () => false,
    head: (id) => (id === head.id ? head : null),
    newestCompleted: (slot) => (slot === '1d' ? head : null),
  }
  const worksheet = emptyWorksheet('mine', 'My homework', '2026-01-01T00:00:00.000Z')
  const cell = { text: '', links: {}, revision: 1, changedAt: null, isSkipped: false }

  it('has a cell for everything asked, with its state', async () => {
    const page = await opened()
    const { link } = await page.link(await page.ran(1))
    if (link.kind !== 'value') throw new Error('no number')
    const ours = { ...link, from: { ...link.from, run: head.id } }
    const text = linkMarkdown('v1', link)
    const resolved = resolveWorksheet(
      {
        ...worksheet,
        chosen: { '1d': 'gone' },
        cells: {
          '1a': { ...cell, text: ' \n' },
          '1b': { ...cell, text: 'Because.' },
          '1c': { ...cell, text: 'See [1](lab:v7)' },
          '1d': { ...cell, text, links: { v1: link } },
          '1e': { ...cell, text: text.replace(link.text, '5'), links: { v1: ours } },
          '1f': { ...cell, isSkipped: true },
        },
      },
      problems,
      runs,
    )
    const states = resolved.cells.slice(0, 7).map(({ place, state }) => [place.id, state])
    expect(states).toEqual([
      ['1a', 'empty'],
      ['1b', 'answered'],
      ['1c', 'stale'],
      ['1d', 'stale'],
      ['1e', 'answered'],
      ['1f', 'skipped'],
      ['1g', 'empty'],
    ])
    expect(resolved.cells[3]?.links[0]).toMatchObject({
      isRunGone: true,
      isEdited: false,
      newer: { id: head.id },
    })
    expect(resolved.cells[4]?.links[0]).toMatchObject({
      isRunGone: false,
      isEdited: true,
      newer: null,
      marks: ['not the homework’s setting'],
    })
    expect(resolved.slots.get('1d')).toMatchObject({
      run: { id: head.id },
      isChosen: false,
      isChosenGone: true,
    })
    expect(resolved.slots.get('1e')).toMatchObject({ run: null, isChosen: false, isChosenGone: false })
  })

  it('is known at once among ten thousand runs', async () => {
    for (let k = 0; k < 10_000; k++) {
      const status = k % 3 === 0 ? 'completed' : 'stopped'
      const createdAt = new Date(1e12 + k * 1000).toISOString()
      lab.manager.library.put(
        headOf(summaryOf(k % 2 === 0 ? '1d' : '1e', { id: `run-${k}`, status, createdAt })),
      )
    }
    const known = await knownRuns(lab.manager, { ...worksheet, chosen: { '1d': 'run-4', '1e': 'none' } })
    expect(['1d', '1e', '1f'].map((slot) => known.newestCompleted(slot)?.id)).toEqual([
      'run-9996',
      'run-9999',
      undefined,
    ])
    expect([known.isThere('run-4'), known.isThere('none'), known.head('run-4')?.id]).toEqual([
      true,
      false,
      'run-4',
    ])
  })
})
