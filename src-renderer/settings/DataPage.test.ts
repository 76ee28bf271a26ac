import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import type { DatasetsState } from '#contract/datasets.ts'
import { arrived, datasets, description, labOnAPort, type Asked } from '../lab/lab-on-a-port.testing.ts'
import { LabState } from '../lab/lab.svelte.ts'
import DataPage from './DataPage.svelte'

afterEach(cleanup)

const without = {
  ...datasets,
  download: { ...datasets.download, address: 'https://example.org/cifar.tar.gz' },
} as DatasetsState
const kept: DatasetsState = {
  ...without,
  auto: 'cifar10',
  cifar10: {
    ...{ trainImages: 50_000, testImages: 10_000, sha256: 'abc', source: 'a.tar.gz, binary form' },
    ...{ isOfficial: true, bytes: 184e6, isShared: false },
  },
}

async function page(first: DatasetsState, answers: (asked: Asked) => unknown = () => null) {
  const lab = labOnAPort((asked) => {
    if (asked.type === 'lab.describe') return description()
    return asked.type === 'dataset.list' ? first : answers(asked)
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  render(DataPage, { lab: state })
  const tell = async (now: DatasetsState): Promise<void> => {
    lab.tell({ type: 'dataset.progress', datasets: now })
    await arrived()
  }
  return { lab, tell }
}
/** jsdom's files cannot be read. */
const archive = {
  ...{ name: 'cifar-10-binary.tar.gz', size: 50_000 },
  slice: (from: number, to: number) => ({
    arrayBuffer: () => Promise.resolve(new ArrayBuffer(Math.min(to, 50_000) - from)),
  }),
}
/** jsdom has no DataTransfer. */
const dropOf = (file: unknown) =>
  Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
    dataTransfer: { types: ['Files'], files: [file] },
  })

it('takes an archive by the file picker, shows how far it is, and cancels without a complaint', async () => {
  // A piece on its way is not answered before it is cancelled.
  const { lab, tell } = await page(without, ({ type }) => (type === 'archive.send' ? undefined : null))
  await fireEvent.change(screen.getByLabelText('Archive of CIFAR-10'), { target: { files: [archive] } })
  await vi.waitFor(() => expect(lab.typesAsked()).toContain('archive.send'))
  expect(lab.asked.find(({ type }) => type === 'archive.send')).toMatchObject({
    ...{ file: 'cifar-10-binary.tar.gz', from: 0, total: 50_000 },
  })
  await tell({ ...without, job: { kind: 'import', phase: 'receiving', done: 25_000_000, total: 50_000_000 } })
  await screen.findByText(/Taking over the file: 25\.0.MB of 50\.0.MB/)
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(lab.typesAsked().at(-1)).toBe('dataset.cancel')
  const [piece] = lab.asked.filter(({ type }) => type === 'archive.send')
  lab.refuse(piece?.id ?? 0, 'It was cancelled.')
  await arrived()
  expect(screen.queryByRole('alert')).toBeNull()
})

it('takes one that is dropped anywhere, and shows a refusal in its sentence', async () => {
  const refusal = new Error('"cifar-10-binary.tar.gz" is not a .tar.gz or .tar archive.')
  await page(without, ({ type }) => (type === 'archive.send' ? refusal : null))
  dispatchEvent(dropOf(archive))
  await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('is not a .tar.gz'))
})

it('takes a file once that is dropped on its field, which the window hears of too', async () => {
  const { lab } = await page(without, ({ type }) => (type === 'archive.send' ? undefined : null))
  screen.getByRole('group', { name: 'Archive on this computer' }).dispatchEvent(dropOf(archive))
  await vi.waitFor(() => expect(lab.typesAsked()).toContain('archive.send'))
  await arrived()
  const starts = lab.asked.filter(({ type, from }) => type === 'archive.send' && from === 0)
  expect(starts).toHaveLength(1)
})

it('shows what is kept, and removes it only when that is confirmed', async () => {
  const { lab, tell } = await page(kept)
  screen.getByText(/50.000 for training, 10.000 for testing/)
  screen.getByText(/the official CIFAR-10: every file/)
  await fireEvent.click(screen.getByRole('button', { name: 'Remove CIFAR-10 …' }))
  expect(lab.typesAsked()).not.toContain('dataset.remove')
  await fireEvent.click(screen.getByRole('button', { name: 'Delete the images' }))
  expect(lab.typesAsked().at(-1)).toBe('dataset.remove')
  await tell(without)
  await screen.findByText(/Not on this machine yet/)
  expect(document.activeElement?.textContent).toBe('CIFAR-10')
})
