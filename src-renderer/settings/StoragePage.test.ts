import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import { mostCleanedAtOnce, type StorageReport, type UnusedRuns } from '#contract/storage.ts'
import { datasets, description, headOf, labOnAPort, type Asked } from '../lab/lab-on-a-port.testing.ts'
import { LabState } from '../lab/lab.svelte.ts'
import StoragePage from './StoragePage.svelte'

afterEach(cleanup)

const report: StorageReport = {
  home: '/home/ada/Lab 182',
  stored: [
    { kind: 'runs', count: 120, bytes: 40e6, unmeasured: 2 },
    { kind: 'trash', count: 1, bytes: 1e6, unmeasured: 0 },
    { kind: 'worksheets', count: 2, bytes: 2e6, unmeasured: 0 },
  ],
  ...{ free: 5e9, unread: [], measuredAt: '2026-01-01T00:00:00.000Z' },
}
const ids = Array.from({ length: mostCleanedAtOnce + 20 }, (_, at) => `run-${at}`)
const unused: UnusedRuns = {
  ...{ ids, bytes: 30e6, shown: ids.slice(0, 3).map((id) => headOf(id, { bytes: 4e5 })) },
  kept: { pinned: 1, used: 4, underWay: 0 },
}

async function page(answers: (asked: Asked) => unknown = () => undefined) {
  const lab = labOnAPort((asked) => {
    const given = answers(asked)
    if (given !== undefined) return given
    if (asked.type === 'lab.describe') return description()
    if (asked.type === 'storage.measure') return report
    if (asked.type === 'storage.unused') return unused
    if (asked.type === 'storage.cleanUp') return { trashed: asked['runs'], kept: [] }
    return asked.type === 'dataset.list' ? datasets : null
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  render(StoragePage, { lab: state, panels: new Map() })
  await screen.findByText('/home/ada/Lab 182')
  return lab
}
const cleaned = (asked: readonly Asked[]) =>
  asked.filter(({ type }) => type === 'storage.cleanUp').map(({ runs }) => runs)

it('shows what each kind takes, and what is not measured yet', async () => {
  await page()
  const row = (kind: string) =>
    document.querySelector(`[data-kind="${kind}"]`)?.textContent.replace(/\s+/g, ' ')
  expect(row('runs')).toMatch(/Runs120 runs; 2 not measured yet .*40\.0.MB/)
  expect(row('worksheets')).toMatch(/2 worksheets2\.0.MB/)
  screen.getByText(/5.000.MB are free/)
})

it('moves the listed runs in pieces after a press, keeps what is refused, and offers to undo it', async () => {
  const lab = await page(({ type, runs }) => {
    if (type !== 'storage.cleanUp') return undefined
    const [first, ...others] = runs as string[]
    return { trashed: others, kept: [{ run: first, why: 'It has been pinned.' }] }
  })
  await fireEvent.click(screen.getByRole('button', { name: 'List unused runs' }))
  await screen.findByText(
    /70 runs, 30\.0.MB, can go\. These stay: 1 run pinned and 4 runs that worksheets use\./,
  )
  screen.getByText(/67 more are not\s+shown/)
  expect(cleaned(lab.asked)).toEqual([])
  await fireEvent.click(screen.getByRole('button', { name: 'Move 70 runs to the trash' }))
  await screen.findByText(/68 runs moved to the trash, where .* 2 runs kept: It has been pinned\./)
  expect(cleaned(lab.asked)).toEqual([ids.slice(0, mostCleanedAtOnce), ids.slice(mostCleanedAtOnce)])
  await fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await vi.waitFor(() => expect(lab.typesAsked().filter((type) => type === 'run.restore')).toHaveLength(68))
})

it('shows why nothing can be listed, and moves nothing', async () => {
  const lab = await page(({ type }) =>
    type === 'storage.unused' ? new Error('The worksheet cannot be read.') : undefined,
  )
  await fireEvent.click(screen.getByRole('button', { name: 'List unused runs' }))
  await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('cannot be read'))
  expect(cleaned(lab.asked)).toEqual([])
})
