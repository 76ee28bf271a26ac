import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import { findingsText, type Finding } from '#contract/doctor.ts'
import { datasets, description, labOnAPort } from '../lab/lab-on-a-port.testing.ts'
import { LabState } from '../lab/lab.svelte.ts'
import * as copying from '../tables/copy-text.ts'
import DoctorPage from './DoctorPage.svelte'

afterEach(cleanup)

const fine: Finding = { group: 'Data', name: 'disk free', state: 'ok', sentence: '75 GiB', details: [] }
const gone: Finding = {
  ...{ group: 'Engines', name: 'onnx', state: 'missing', sentence: 'cannot be opened.' },
  details: ['not on "webgpu": none'],
}

it('shows each finding with its state and what is missing, and copies what the terminal prints', async () => {
  let findings = [gone, fine]
  const lab = labOnAPort(({ type }) => {
    if (type === 'lab.describe') return description()
    return type === 'doctor.examine' ? findings : datasets
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  render(DoctorPage, { lab: state })
  await screen.findByText('Not ready for class. Missing: Engines, onnx.')
  const rows = screen.getAllByRole('listitem').map(({ textContent }) => textContent.replace(/\s+/g, ' '))
  expect(rows[0]).toMatch(/missing onnx cannot be opened\. not on "webgpu": none/)
  expect(rows[1]).toMatch(/ok disk free 75 GiB/)

  const copy = vi.spyOn(copying, 'copyText').mockResolvedValue(true)
  await fireEvent.click(screen.getByRole('button', { name: 'Copy' }))
  expect(copy).toHaveBeenCalledWith(findingsText([gone, fine]))
  await screen.findByText('Copied.')

  findings = [fine]
  await fireEvent.click(screen.getByRole('button', { name: 'Examine again' }))
  await screen.findByText('Ready for class.')
  expect(screen.queryByText('onnx')).toBeNull()
})
