import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Trace } from '#figures/trace.ts'
import type { LineChartProps } from './chart-props.ts'
import { Crosshair } from './crosshair.svelte.ts'
import LineChart from './LineChart.svelte'

// jsdom has no canvas; everything but the drawing itself works without one.
beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const x = [0, 1, 2, 3]
const training: Trace = { id: 'a', label: 'training', color: '1', x, y: [8, 4, 2, 1], length: 4, version: 1 }
const theory: Trace = {
  id: 't',
  label: 'expected',
  color: 'theory',
  x,
  y: [0, 4, 3, null],
  length: 4,
  version: 1,
}
const props: LineChartProps = {
  title: 'Loss',
  description: 'Falls towards the floor.',
  xLabel: 'step',
  yLabel: 'loss',
  traces: [training, theory],
}
const legendOf = (name: string) =>
  screen
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .textContent.replace(/\s+/g, ' ')
    .trim()
const slider = () => screen.getByRole('slider', { name: 'Crosshair of Loss' })

it('sums itself up in words', () => {
  render(LineChart, props)
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'Loss. Falls towards the floor. 8 samples. Now: training 1, expected diverged.',
  )
})

describe('the crosshair', () => {
  it('moves by keys and reads every trace', async () => {
    render(LineChart, props)
    await fireEvent.keyDown(slider(), { key: 'Home' })
    await fireEvent.keyDown(slider(), { key: 'ArrowRight' })
    expect(slider().getAttribute('aria-valuenow')).toBe('1')
    expect(slider().getAttribute('aria-valuetext')).toBe('step 1: training 4, expected 4')
    expect(legendOf('training')).toBe('training 4')
  })
  it('is shared by charts of the same x mode and by no other', async () => {
    const crosshair = new Crosshair()
    const modes = [
      { id: 'step', label: 'step', values: (trace: Trace) => trace.x },
      { id: 'seconds', label: 'time (s)', values: (trace: Trace) => Array.from(trace.x, (at) => at / 10) },
    ]
    render(LineChart, { ...props, crosshair, xModes: modes })
    crosshair.point('step', 2)
    await vi.waitFor(() => expect(legendOf('training')).toBe('training 2'))
    await fireEvent.change(screen.getByRole('combobox', { name: 'x axis' }), { target: { value: 'seconds' } })
    expect(legendOf('training')).toBe('training 1')
    await fireEvent.keyDown(slider(), { key: 'Home' })
    expect(crosshair).toMatchObject({ mode: 'seconds', x: 0 })
  })
  it('is not on a chart that does not reach it, and neither is what lies beyond', async () => {
    const crosshair = new Crosshair()
    render(LineChart, { ...props, xRange: [0, 1], crosshair })
    expect(legendOf('training')).toBe('training 4')
    expect(slider().getAttribute('aria-valuetext')).toMatch(/^step 1:/)
    crosshair.point('step', 3)
    await Promise.resolve()
    expect(legendOf('training')).toBe('training 4')
    crosshair.point('step', 0)
    await vi.waitFor(() => expect(legendOf('training')).toBe('training 8'))
  })
  it('leaves other keys to the page', async () => {
    render(LineChart, props)
    const heard = vi.fn()
    document.addEventListener('keydown', heard, { once: true })
    await fireEvent.keyDown(slider(), { key: 'r' })
    expect(heard).toHaveBeenCalledOnce()
  })
})

describe('the toolbar', () => {
  it('smooths by number box and slider, the raw value still shown', async () => {
    render(LineChart, props)
    const box = screen.getByRole<HTMLInputElement>('spinbutton', { name: 'Smoothing' })
    expect(box.value).toBe('0')
    await fireEvent.input(box, { target: { value: '0,5' } })
    // (8/16 + 4/8 + 2/4 + 1/2) / (15/16) with weights halving backwards
    expect(legendOf('training')).toBe('training 1 ~ 2.133')
    expect(screen.getByRole<HTMLInputElement>('slider', { name: 'Smoothing, slider' }).value).toBe('0.5')
    await fireEvent.input(box, { target: { value: '5' } })
    expect(legendOf('training')).toBe('training 1 ~ 2.133')
    expect(box.getAttribute('aria-invalid')).toBe('true')
    expect(
      screen.getByText(/^Smoothing must be a number from 0 \(off\) to 0.999; it stays at 0.5\./),
    ).toBeTruthy()
    expect(box.value).toBe('5')
    await fireEvent.input(box, { target: { value: '0.1x' } })
    expect(box.value).toBe('0.1x')
    expect(
      screen.getByText(/^Smoothing: “0\.1x” is not a number as a whole.* It stays at 0\.5\./),
    ).toBeTruthy()
    await fireEvent.input(box, { target: { value: '0' } })
    expect(legendOf('training')).toBe('training 1')
    expect(screen.queryByText(/^Smoothing must/)).toBeNull()
  })
  it('switches to a logarithmic axis in one click and says what that hides', async () => {
    render(LineChart, props)
    const toggle = screen.getByRole('button', { name: 'Logarithmic y axis' })
    expect(toggle.getAttribute('aria-pressed')).toBe('false')
    await fireEvent.click(toggle)
    expect(toggle.getAttribute('aria-pressed')).toBe('true')
    expect(screen.getByText(/^1 sample is zero or negative/)).toBeTruthy()
  })
  it('hides and shows a trace from the legend', async () => {
    render(LineChart, props)
    const entry = screen.getByRole('button', { name: /^expected/ })
    await fireEvent.click(entry)
    expect(entry.getAttribute('aria-pressed')).toBe('false')
    expect(slider().getAttribute('aria-valuetext')).toBe('latest: training 1')
  })
  it('opens the table behind the chart', async () => {
    render(LineChart, props)
    await fireEvent.click(screen.getByRole('button', { name: 'Table' }))
    const cells = [...screen.getByRole('table').querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    )
    expect(cells).toEqual([
      ['0', '8', '0'],
      ['1', '4', '4'],
      ['2', '2', '3'],
      ['3', '1', 'diverged'],
    ])
    expect(screen.getByText(/^Rows 1 to 4 of 4/)).toBeTruthy()
  })
  it('exports every sample as CSV, whatever is shown', async () => {
    const made: Blob[] = []
    const urls = {
      createObjectURL: (blob: Blob) => (made.push(blob), 'blob:x'),
      revokeObjectURL: () => undefined,
    }
    Object.assign(URL, urls)
    const names: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    render(LineChart, { ...props, fileName: '1d loss' })
    await fireEvent.click(screen.getByRole('button', { name: 'Export Loss' }))
    await fireEvent.click(screen.getByRole('button', { name: /^CSV/ }))
    expect(names).toEqual(['1d-loss.csv'])
    const text = await new Promise((resolve) => {
      const reader = new FileReader()
      reader.onload = () => resolve(reader.result)
      reader.readAsText(made[0] ?? new Blob())
    })
    expect(text).toBe(
      [
        'trace,step,loss',
        ...[8, 4, 2, 1].map((y, at) => `training,${at},${y}`),
        'expected,0,0',
        'expected,1,4',
        'expected,2,3',
        'expected,3,NaN',
        '',
      ].join('\r\n'),
    )
  })
})

it('shows the readable part of an explosion first, and all of it when asked', async () => {
  const long = Array.from({ length: 9 }, (_, at) => at)
  const late = { ...training, x: long, y: [8, 9, 10, 11, 12, 1e100, 1e200, 1e303, null], length: 9 }
  render(LineChart, { ...props, traces: [late], progressNote: 'More samples are on their way.' })
  const note = screen.getByText(/^More samples are on their way\. Some values lie far outside/)
  const all = screen.getByRole<HTMLButtonElement>('button', { name: 'Show everything' })
  await fireEvent.click(all)
  expect(note.textContent).toBe('More samples are on their way.')
  await fireEvent.click(all)
  expect(note.textContent).toMatch(/Some values lie far/)
})

it('follows a trace that grows in place', async () => {
  const steps = [0, 1]
  const losses = [8, 4]
  const growing = { ...training, x: steps, y: losses, length: 2, version: 2 }
  const { rerender } = render(LineChart, { ...props, traces: [growing] })
  steps.push(2)
  losses.push(0.125)
  await rerender({ ...props, traces: [{ ...growing, length: 3, version: 3 }] })
  expect(legendOf('training')).toBe('training 0.1250')
})
