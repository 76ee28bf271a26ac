import { expect, it, vi } from 'vitest'
import { cellOf, linkedNumber, worksheetUnderTest } from './worksheet-under-test.testing.ts'

const changed = (cells: string[], isLogChanged = false) => ({
  type: 'worksheet.changed' as const,
  worksheet: 'mine',
  cells,
  isLogChanged,
  isHeadChanged: false,
})

it('opens the worksheet and shows its cells', async () => {
  const { worksheet } = worksheetUnderTest({ '1d': cellOf('Answer') })
  await worksheet.connected()
  expect(worksheet.sheet?.name).toBe('My homework')
  expect(worksheet.content('1d').text).toBe('Answer')
  expect(worksheet.content('1e').text).toBe('')
  expect(worksheet.progress.answered).toBe(1)
  expect(worksheet.progress.required + worksheet.progress.optional).toBe(worksheet.places.length)
})

it('keeps what was typed while the lab was away, and saves it when it is back', async () => {
  const { worksheet, lab, connect } = worksheetUnderTest()
  await worksheet.connected()
  connect(false)
  worksheet.draft('1d')?.edit({ text: 'typed', isSkipped: false })
  await worksheet.saveAll()
  expect(worksheet.draft('1d')?.problem).toMatch(/saved when the lab is back/)
  expect(worksheet.isUnsaved).toBe(true)
  connect(true)
  await worksheet.connected()
  expect(lab.sheet.cells['1d']?.text).toBe('typed')
  expect(worksheet.isUnsaved).toBe(false)
})

it('takes over a cell that another page changed, and asks where it was changed here too', async () => {
  const { worksheet, lab, tell } = worksheetUnderTest({ '1d': cellOf('old'), '1e': cellOf('old') })
  await worksheet.connected()
  worksheet.draft('1e')?.edit({ text: 'mine', isSkipped: false })
  const elsewhere = cellOf('theirs', { revision: 2 })
  lab.sheet = { ...lab.sheet, cells: { '1d': elsewhere, '1e': elsewhere } }
  tell(changed(['1d', '1e']))
  await vi.waitFor(() => expect(worksheet.content('1d').text).toBe('theirs'))
  await vi.waitFor(() => expect(worksheet.draft('1e')?.theirs?.text).toBe('theirs'))
  expect(worksheet.content('1e').text).toBe('mine')
})

it('updates a link from a newer run: its words where they are the lab’s, not where they were edited', async () => {
  const newer = { run: 'r2', runName: 'Run r2', seed: 1 }
  const { worksheet, lab } = worksheetUnderTest(
    { '1d': cellOf('It is [0.5](lab:v1), or [half](lab:v1).', { links: { v1: linkedNumber('0.5') } }) },
    { cells: { '1d': { v1: { isRunGone: false, isRunInTrash: false, newer } } } },
  )
  await worksheet.connected()
  const place = worksheet.places.find(({ id }) => id === '1d')
  if (!place) throw new Error('There is no cell 1d.')
  await vi.waitFor(() => expect(worksheet.ticks(place).isStale).toBe(true))
  await worksheet.update('1d', 'v1')
  expect(worksheet.content('1d').text).toBe('It is [0.7](lab:v1), or [half](lab:v1).')
  expect(worksheet.links('1d')['v1']).toEqual(lab.linked)
})

it('stops calling a link stale whose value the student keeps', async () => {
  const newer = { run: 'r2', runName: 'Run r2', seed: 1 }
  const { worksheet } = worksheetUnderTest(
    { '1d': cellOf('[0.5](lab:v1)', { links: { v1: linkedNumber('0.5') } }) },
    { cells: { '1d': { v1: { isRunGone: false, isRunInTrash: false, newer } } } },
  )
  await worksheet.connected()
  await vi.waitFor(() => expect(worksheet.ticksOfPart('1d').isStale).toBe(true))
  worksheet.keep('1d', 'v1')
  expect(worksheet.ticksOfPart('1d').isStale).toBe(false)
  localStorage.clear()
})

it('counts no optional cell that is skipped', async () => {
  const { worksheet } = worksheetUnderTest({ '1g': cellOf('', { isSkipped: true }) })
  await worksheet.connected()
})
