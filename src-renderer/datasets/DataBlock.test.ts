import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import type { DatasetsState } from '#contract/datasets.ts'
import { downloadsOff, openPolicy } from '#contract/policy.ts'
import { afterEach, expect, it, vi } from 'vitest'
import { arrived, datasets, description, labOnAPort } from '../lab/lab-on-a-port.testing.ts'
import { LabState } from '../lab/lab.svelte.ts'
import Notice from '../shell/Notice.svelte'
import DataBlock from './DataBlock.svelte'

afterEach(cleanup)
const known: DatasetsState = {
  ...datasets,
  auto: 'shapes10',
  download: { ...datasets.download, address: 'https://example.org/cifar.tar.gz' },
}
const problem = 'CIFAR-10 could not be downloaded; import an archive.'

/** Two parts with a data block each, and the notice of the page. */
async function page() {
  const lab = labOnAPort(({ type }) => {
    if (type === 'lab.describe') return description()
    return type === 'dataset.list' ? known : null
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  const block = () => within(render(DataBlock, { lab: state, asked: 'auto' }).container)
  const [first, second] = [block(), block()]
  const notice = within(render(Notice, { lab: state }).container)
  const fail = async (): Promise<void> => {
    lab.tell({ type: 'dataset.progress', datasets: { ...known, problem } })
    await arrived()
  }
  return { lab, first, second, notice, fail }
}

it('shows a failed download once, where it was pressed, until it is dismissed', async () => {
  const { lab, first, second, notice, fail } = await page()
  await fireEvent.click(first.getByText(/^Download/))
  await fail()
  await vi.waitFor(() => expect(screen.getAllByText(problem)).toHaveLength(1))
  expect([first, second, notice].map((part) => part.queryAllByText(problem).length)).toEqual([1, 0, 0])
  await fireEvent.click(first.getByRole('button', { name: 'Dismiss' }))
  expect(lab.typesAsked().at(-1)).toBe('dataset.dismiss')
})

it('shows one that another page asked for in the notice, and nowhere else', async () => {
  const { lab, notice, fail } = await page()
  await fail()
  await vi.waitFor(() => expect(screen.getAllByText(problem)).toHaveLength(1))
  await fireEvent.click(notice.getByRole('button', { name: 'Dismiss' }))
  expect(lab.typesAsked().at(-1)).toBe('dataset.dismiss')
})

it('offers no download where the lab’s policy switches them off, and says so', async () => {
  const lab = labOnAPort(({ type }) => {
    if (type === 'lab.describe')
      return { ...description(), policy: { ...openPolicy, isDownloadAllowed: false } }
    return type === 'dataset.list' ? known : null
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  const block = within(render(DataBlock, { lab: state, asked: 'auto' }).container)
  expect(block.queryByText(/^Download \(/)).toBeNull()
  expect(block.getByText(downloadsOff)).not.toBeNull()
})
