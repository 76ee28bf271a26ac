import { findPart } from '#experiments/problems.ts'
import { insertable } from './run-choices.ts'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import { LabState } from '../lab/lab.svelte.ts'
import { labOnAPort } from '../lab/lab-on-a-port.testing.ts'
import Cell from './Cell.svelte'
import { encodePicture, fittedSize, mostFileBytes } from './encode-picture.ts'
import ProcessPage from './ProcessPage.svelte'
import { cellOf, linkedNumber, worksheetUnderTest } from './worksheet-under-test.testing.ts'

afterEach(cleanup)
const lab = new LabState(() => Promise.resolve(labOnAPort(() => null).port))

async function shown(...given: Parameters<typeof worksheetUnderTest>) {
  const under = worksheetUnderTest(...given)
  await under.worksheet.connected()
  const place = under.worksheet.places.find(({ id }) => id === '1d')
  if (!place) throw new Error('There is no cell 1d.')
  const { container } = render(Cell, { lab, worksheet: under.worksheet, panel: undefined, place })
  return { ...under, container }
}

it('shows an answer as it reads, and its numbers with where they come from', async () => {
  await shown({
    '1d': cellOf('It is **[0.5](lab:v1)**, about [half](lab:v1), $x^2$, <b>bold</b> and $\\frac$.', {
      links: { v1: linkedNumber('0.5') },
    }),
  })
  const answer = document.querySelector('.answer')
  if (!(answer instanceof HTMLElement)) throw new Error('The answer is not shown.')
  expect(within(answer).getByText('0.5').closest('strong')).not.toBeNull()
  // The words that the student wrote over the number say so.
  expect(within(answer).getByText('half').textContent).toContain('edited')
  expect(answer.querySelector('.katex')).not.toBeNull()
  expect(answer.querySelector('b')).toBeNull()
  expect(answer.textContent).toContain('<b>bold</b>')
  // What cannot be typeset stays as it was typed, with no style attribute for the policy to refuse.
  expect(answer.textContent).toContain('$\\frac$')
  expect(screen.getByText('1 linked value')).toBeTruthy()
  expect(document.body.textContent).toContain('Run r1, seed 183')
})

it('offers a newer run, and takes it or keeps the number', async () => {
  const newer = { run: 'r2', runName: 'Run r2', seed: 7 }
  const { worksheet } = await shown(
    { '1d': cellOf('It is [0.5](lab:v1).', { links: { v1: linkedNumber('0.5') } }) },
    { cells: { '1d': { v1: { isRunGone: false, isRunInTrash: false, newer } } } },
  )
  await fireEvent.click(await screen.findByRole('button', { name: 'Update' }))
  await vi.waitFor(() => expect(worksheet.content('1d').text).toBe('It is [0.7](lab:v1).'))
})

it('says that the run of a number is gone, and keeps the number', async () => {
  const { container } = await shown(
    { '1d': cellOf('It is [0.5](lab:v1).', { links: { v1: linkedNumber('0.5') } }) },
    { cells: { '1d': { v1: { isRunGone: true, isRunInTrash: false, newer: null } } } },
  )
  await vi.waitFor(() => expect(container.querySelector('.answer')?.textContent).toContain('stale'))
  expect(container.querySelector('.answer')?.textContent).toContain('0.5')
})

it('says that the run of a number is in the trash, and restores it', async () => {
  const { worksheet } = await shown(
    { '1d': cellOf('It is [0.5](lab:v1).', { links: { v1: linkedNumber('0.5') } }) },
    { cells: { '1d': { v1: { isRunGone: true, isRunInTrash: true, newer: null } } } },
  )
  await vi.waitFor(() => expect(worksheet.linkStates('1d')['v1']?.isRunInTrash).toBe(true))
  expect((await screen.findByText(/is in the trash; the value/)).textContent).not.toContain('deleted')
  expect(screen.getByRole('button', { name: 'Restore the run of w1' })).toBeTruthy()
})

it('offers to insert only what a part has', () => {
  const kindsOf = (id: string) => {
    const part = findPart(id)?.part
    if (!part) throw new Error(`There is no part ${id}.`)
    return insertable(part, false)
  }
  expect(kindsOf('1d')).toEqual({ number: true, table: false, chart: true })
  expect(kindsOf('1g').table).toBe(true)
})

it('shows both texts of a conflict, and joins them', async () => {
  const { worksheet, lab: kept, container } = await shown({ '1d': cellOf('old') })
  kept.sheet = { ...kept.sheet, cells: { '1d': cellOf('theirs', { revision: 5 }) } }
  worksheet.draft('1d')?.edit({ text: 'mine', isSkipped: false })
  await worksheet.saveAll()
  const conflict = await screen.findByRole('group', { name: /changed in two places/ })
  expect(conflict.textContent).toContain('mine')
  expect(conflict.textContent).toContain('theirs')
  await fireEvent.click(within(conflict).getByRole('button', { name: 'Join both' }))
  await vi.waitFor(() => expect(kept.sheet.cells['1d']?.text).toBe('mine\n\ntheirs'))
  expect(container.querySelector('.conflict')).toBeNull()
})

it('keeps the homework log: sources, people, hours in quarters, and their total', async () => {
  const { worksheet, lab: kept } = worksheetUnderTest()
  await worksheet.connected()
  kept.sheet = { ...kept.sheet, activeSeconds: { 2: 4000 } }
  worksheet.sheet = kept.sheet
  render(ProcessPage, { worksheet })
  await fireEvent.click(screen.getByRole('button', { name: 'Add: AI tool' }))
  await fireEvent.input(screen.getByLabelText('AI tool'), { target: { value: 'for algebra' } })
  expect(screen.getByRole('checkbox', { name: 'I worked alone' })).toBeTruthy()
  await fireEvent.click(screen.getByRole('button', { name: 'Add a person' }))
  await fireEvent.input(screen.getByLabelText('Name of person 1'), { target: { value: 'Ada' } })
  const first = screen.getByLabelText('Hours of problem 1')
  await fireEvent.input(first, { target: { value: '1.3' } })
  expect(document.body.textContent).toContain('Problem 1: hours go in quarters from 0 to 200, such as 1.25.')
  await fireEvent.input(first, { target: { value: '1.25' } })
  await fireEvent.click(screen.getByRole('button', { name: 'Use 1 h for problem 2' }))
  expect(document.querySelector('output')?.textContent).toBe('2.25')
  await worksheet.saveAll()
  expect(kept.sheet.log).toMatchObject({
    sources: [{ kind: 'ai', detail: 'for algebra' }],
    people: [{ name: 'Ada', studentId: '' }],
    isAlone: false,
    hours: { 1: 1.25, 2: 1 },
  })
})

it('refuses a file that is no picture, or too large, by its name', async () => {
  const file = (name: string, type: string, size: number): File =>
    Object.defineProperty(new File(['x'], name, { type }), 'size', { value: size })
  await expect(encodePicture(file('notes.pdf', 'application/pdf', 10))).rejects.toThrow(
    '“notes.pdf” is not a PNG, JPEG or WebP picture; save it as one of these first.',
  )
  await expect(encodePicture(file('page.png', 'image/png', mostFileBytes + 1))).rejects.toThrow(
    '“page.png” has more than 40 MB; take or export a smaller picture.',
  )
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('broken')))
  await expect(encodePicture(file('page.png', 'image/png', 10))).rejects.toThrow(
    '“page.png” cannot be read as a picture; it may be damaged. Take or export it anew.',
  )
  vi.unstubAllGlobals()
})

it('fits a picture into 2000 pixels', () => {
  expect(fittedSize(4000, 3000)).toEqual({ width: 2000, height: 1500 })
  expect(fittedSize(10, 8000)).toEqual({ width: 3, height: 2000 })
  expect(fittedSize(640, 480)).toEqual({ width: 640, height: 480 })
})
