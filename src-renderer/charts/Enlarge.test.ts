import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import BarChart from './BarChart.svelte'
import LineChart from './LineChart.svelte'

// jsdom has neither a canvas nor a modal dialog; what is tested here is where the chart stands.
beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = (): void => undefined
      unobserve = (): void => undefined
      disconnect = (): void => undefined
    },
  )
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
    this.dispatchEvent(new Event('close'))
  }
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const common = { title: 'Loss', description: 'Falls.' }
const trace = { id: 'a', label: 'training', color: '1', x: [0, 1], y: [2, 1], length: 2, version: 1 } as const
const drawn = {
  line: () => render(LineChart, { ...common, xLabel: 'step', yLabel: 'loss', traces: [trace] }),
  bar: () =>
    render(BarChart, {
      ...common,
      valueLabel: 'loss',
      series: [{ label: 'training', color: '1' }],
      groups: [{ label: 'first', values: [1] }],
    }),
}
const enlarge = () => screen.queryByRole('button', { name: 'Enlarge Loss' })

it.each(['line', 'bar'] as const)(
  'enlarges a %s chart, and gives the focus back when closed',
  async (kind) => {
    drawn[kind]()
    await fireEvent.click(enlarge() as HTMLElement)
    const dialog = screen.getByRole('dialog', { name: 'Loss, enlarged' })
    expect(dialog.contains(screen.getByRole('figure'))).toBe(true)
    expect(screen.getAllByRole('figure')).toHaveLength(1)
    expect(enlarge()).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    await vi.waitFor(() => expect(document.activeElement).toBe(enlarge()))
    expect(screen.queryByRole('dialog')).toBeNull()
  },
)

it('keeps what the reader has chosen while it is enlarged', async () => {
  drawn.line()
  await fireEvent.click(screen.getByRole('button', { name: 'Logarithmic y axis' }))
  await fireEvent.click(enlarge() as HTMLElement)
  expect(screen.getByRole('button', { name: 'Logarithmic y axis', pressed: true })).toBeTruthy()
})
