import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import type { DeviceRow, EngineJob, EnginesReport } from '#contract/engines.ts'
import { arrived, datasets, description, labOnAPort } from '../lab/lab-on-a-port.testing.ts'
import { LabState } from '../lab/lab.svelte.ts'
import EnginesPage from './EnginesPage.svelte'

afterEach(cleanup)

const cpu: DeviceRow = {
  ...{ engine: 'onnx', trains: 'networks', id: 'cpu', version: 'onnxruntime-node 1', standing: 'ready' },
  device: { id: 'cpu', kind: 'cpu', api: 'native', name: 'EPYC', isSoftware: false },
  reason: 'Comes with the lab.',
  automatic: 'Offered unless a GPU is predicted to be faster.',
  speed: { stepMs: 0.2, layerMs: 0.05, megaMs: 0.01, cnnMs: 3.4 },
  canTry: false,
}
const gpu: DeviceRow = {
  ...{ ...cpu, id: 'webgpu', version: null, standing: 'refused', speed: null, canTry: true },
  device: { id: 'webgpu', kind: 'gpu', api: 'webgpu', name: 'Card 9000', isSoftware: false, driver: '550.1' },
  reason: 'The graphics card "Card 9000" fails its trial.',
  automatic: 'Not offered while it cannot be used.',
}
const cuda: DeviceRow = {
  ...{ ...gpu, engine: 'tensorflow', id: 'cuda', device: null, standing: 'notInstalled', canTry: false },
  reason: 'Its native library is not installed.',
}
const known: EnginesReport = {
  devices: [cpu, gpu, cuda],
  library: { installed: null, folder: '/home/engines', sources: [{ source: 'archive', needsBytes: 2.5e9 }] },
  ...{ job: null, problem: null, standing: { engine: 'auto', device: 'auto', problem: null } },
}
const installing: EngineJob = {
  ...{ kind: 'install', engine: 'tensorflow', device: null, says: 'Fetching ...', isCancelled: false },
  amount: { name: 'x.whl', bytes: 20e6, total: 118e6 },
}

async function page(report = known, refusal?: Error) {
  const lab = labOnAPort(({ type }) => {
    if (type === 'lab.describe') return description()
    if (type === 'engine.list') return report
    if (type === 'dataset.list') return datasets
    return refusal ?? null
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  render(EnginesPage, { lab: state })
  await screen.findByRole('heading', { name: 'Default' })
  const report_ = async (more: Partial<EnginesReport>): Promise<void> => {
    lab.tell({ type: 'engine.progress', report: { ...report, ...more } })
    await arrived()
  }
  return { lab, tell: report_ }
}
const item = (device: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-device="${device}"]`)
  if (!found) throw new Error(`${device} is not on the page.`)
  return found
}

it('shows of each device its state, the reason, adapter, driver, speed and automatic choice', async () => {
  await page()
  const texts = (device: string): string => item(device).textContent.replace(/\s+/g, ' ')
  expect(texts('onnx cpu')).toMatch(
    /ready.*Comes with the lab.*onnxruntime-node 1.*EPYC.*measured on small.*3\.4 ms \(predicted/,
  )
  expect(texts('onnx webgpu')).toMatch(/refused.*Try again.*fails its trial.*Card 9000.*550\.1.*Not offered/)
  expect(texts('tensorflow cuda')).toMatch(/not installed.*Its native library/)
  expect(within(item('tensorflow cuda')).queryByRole('button')).toBeNull()
})

it('asks for a trial, and shows its way and its result without a reload', async () => {
  const { lab, tell } = await page()
  await fireEvent.click(screen.getByRole('button', { name: 'Try again: onnx, GPU, WebGPU' }))
  expect(lab.typesAsked().at(-1)).toBe('engine.try')
  await tell({ devices: [cpu, { ...gpu, standing: 'trying', canTry: false }, cuda] })
  await vi.waitFor(() => expect(item('onnx webgpu').textContent).toContain('being tried'))
  await tell({ devices: [cpu, { ...gpu, standing: 'ready', reason: 'It passed.' }, cuda] })
  await vi.waitFor(() => expect(item('onnx webgpu').textContent).toContain('It passed.'))
})

it('installs with size and progress, cancels, and removes only when that is confirmed', async () => {
  const { lab, tell } = await page()
  screen.getByText(/Takes up to 2\.5 GB/)
  await fireEvent.click(screen.getByRole('button', { name: 'Install' }))
  expect(lab.typesAsked().at(-1)).toBe('engine.install')
  await tell({ job: installing })
  await vi.waitFor(() => screen.getByText(/x\.whl: 20\.0.MB of 118\.0.MB/))
  expect(screen.getByRole('progressbar').getAttribute('value')).toBe('20000000')
  await fireEvent.click(screen.getByRole('button', { name: 'Install' }))
  expect(lab.typesAsked().filter((type) => type === 'engine.install')).toHaveLength(1)
  screen.getByRole('button', { name: 'Cancel' }).focus()
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(lab.typesAsked().at(-1)).toBe('engine.cancel')
  const installed = { version: '2.20.0', source: 'wheel', fetchedBytes: 118e6 } as const
  await tell({ library: { ...known.library, installed } })
  // The button that had the focus has gone.
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Under way'))
  await fireEvent.click(await screen.findByRole('button', { name: 'Remove …' }))
  expect(lab.typesAsked().at(-1)).toBe('engine.cancel')
  await fireEvent.click(screen.getByRole('button', { name: 'Delete the library' }))
  expect(lab.typesAsked().at(-1)).toBe('engine.remove')
})

it('shows a refusal and a problem once, until it is read', async () => {
  const { tell } = await page(known, new Error('A run uses the engine "tensorflow" now.'))
  await fireEvent.click(screen.getByRole('button', { name: 'Install' }))
  await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('A run uses'))
  await fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByRole('alert')).toBeNull()
  await tell({ problem: 'The package index cannot be reached.' })
  await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('package index'))
})

it('offers what is ready as the default, and says when the default cannot be used', async () => {
  const { lab, tell } = await page()
  const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: /name no engine/ })
  expect([...choice.options].map(({ value }) => value)).toEqual(['auto auto', 'onnx cpu'])
  await fireEvent.change(choice, { target: { value: 'onnx cpu' } })
  expect(lab.asked.at(-1)).toMatchObject({ type: 'engine.setDefault', engine: 'onnx', device: 'cpu' })
  await tell({ standing: { engine: 'onnx', device: 'webgpu', problem: null } })
  await vi.waitFor(() => screen.getByText(/The default cannot be used now/))
})
