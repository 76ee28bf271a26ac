import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ColorLegend from './ColorLegend.svelte'
import CountMatrix from './CountMatrix.svelte'
import EpochScrubber from './EpochScrubber.svelte'
import Picture from './Picture.svelte'
import PictureGrid from './PictureGrid.svelte'
import type { EpochScrubberProps } from './picture-props.ts'

// jsdom has no canvas: this one keeps what is drawn on it.
const drawn: { width: number; height: number; data: Uint8ClampedArray }[] = []
beforeEach(() => {
  drawn.length = 0
  const context = {
    createImageData: (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData: (image: (typeof drawn)[number]) => drawn.push(image),
  }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(
    context as unknown as CanvasRenderingContext2D,
  )
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const look = { rows: 1, columns: 2, map: 'gray', limits: [0, 1] } as const

describe('a picture', () => {
  it('draws one pixel a value and has a name', async () => {
    const { rerender } = render(Picture, { ...look, values: [0, 1], label: 'kernel 1' })
    expect(screen.getByRole('img', { name: 'kernel 1' })).toBeDefined()
    expect([...(drawn[0]?.data ?? [])]).toEqual([0, 0, 0, 255, 255, 255, 255, 255])
    await rerender({ values: [1, 1] })
    expect(drawn.at(-1)?.data[0]).toBe(255)
  })
  it('draws again what was changed in place when the version says so', async () => {
    const values = new Float32Array([0, 0])
    const { rerender } = render(Picture, { ...look, values, name: 'w', version: 1 })
    values[0] = 1
    await rerender({ version: 2 })
    expect(drawn.at(-1)?.data[0]).toBe(255)
  })
})

describe('a grid of pictures', () => {
  const grid = {
    ...look,
    name: 'Images',
    count: 4,
    values: (index: number) => [index / 4, 1],
    nameOf: (index: number) => `image ${index + 1}`,
    captionOf: (index: number) => `no. ${index + 1}`,
  }
  it('draws each, and names and captions it', () => {
    render(PictureGrid, grid)
    expect(screen.getByRole('list', { name: 'Images' })).toBeDefined()
    expect(drawn.map(({ data }) => data[0])).toEqual([0, 64, 128, 191])
    expect(screen.getByText('image 3')).toBeDefined()
    expect(screen.getByText('no. 3')).toBeDefined()
  })
  it('is chosen from by keys, with one tab stop', async () => {
    const onselect = vi.fn()
    const { rerender } = render(PictureGrid, { ...grid, onselect })
    const options = screen.getAllByRole('option')
    expect(options.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1])
    options[0]?.focus()
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter'])
      await fireEvent.keyDown(document.activeElement as Element, { key })
    expect(onselect).toHaveBeenCalledExactlyOnceWith(2)
    await fireEvent.keyDown(document.activeElement as Element, { key: 'End' })
    expect(document.activeElement).toBe(options[3])
    await rerender({ selected: 2 })
    expect(screen.getByRole('option', { selected: true }).getAttribute('aria-label')).toBe('image 3')
  })
})

it('says the ends of a scale and zero between them', async () => {
  const { rerender } = render(ColorLegend, {
    label: 'weight',
    map: 'diverging',
    limits: [-2.5, 2.5],
    unit: 'V',
  })
  const ticks = () => [...document.querySelectorAll('.ticks span')].map((tick) => tick.textContent)
  expect(ticks()).toEqual(['−2.50', '0', '2.50'])
  expect(screen.getByText('weight (V)')).toBeDefined()
  await rerender({ map: 'cividis', limits: [0, 12] })
  expect(ticks()).toEqual(['0', '12'])
})

describe('the scrubber', () => {
  const props = (more: Partial<EpochScrubberProps> = {}) => ({
    epochs: [0, 5, 10],
    epoch: 5,
    isFollowing: false,
    onchange: vi.fn(),
    onfollow: vi.fn(),
    ...more,
  })
  const slider = () => screen.getByRole<HTMLInputElement>('slider', { name: 'Epoch' })
  it('says the epoch and chooses another', async () => {
    const given = props()
    render(EpochScrubber, given)
    expect(slider().getAttribute('aria-valuetext')).toBe('Epoch 5')
    await fireEvent.input(slider(), { target: { value: '2' } })
    expect(given.onchange).toHaveBeenCalledExactlyOnceWith(10)
  })
  it('stops following when an epoch is chosen, and follows when asked', async () => {
    const given = props({ isFollowing: true, epoch: 10 })
    const { rerender } = render(EpochScrubber, given)
    await fireEvent.input(slider(), { target: { value: '0' } })
    expect(given.onfollow).toHaveBeenLastCalledWith(false)
    await rerender({ isFollowing: false, epoch: 0 })
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Follow the latest' }))
    expect(given.onfollow).toHaveBeenLastCalledWith(true)
  })
  it('plays to the end and stops there', async () => {
    vi.useFakeTimers()
    const given = props({ epoch: 0, speed: 10 })
    const view = render(EpochScrubber, given)
    await fireEvent.click(screen.getByRole('button', { name: 'Play' }))
    await vi.advanceTimersByTimeAsync(100)
    expect(given.onchange).toHaveBeenLastCalledWith(5)
    await view.rerender({ epoch: 5 })
    await vi.advanceTimersByTimeAsync(100)
    expect(given.onchange).toHaveBeenLastCalledWith(10)
    await view.rerender({ epoch: 10 })
    await vi.advanceTimersByTimeAsync(300)
    expect(given.onchange).toHaveBeenCalledTimes(2)
    expect(screen.getByRole('button', { name: 'Play' })).toBeDefined()
  })
  it('plays slowly where motion is to be reduced', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('matchMedia', () => ({ matches: true }))
    const given = props({ epoch: 0, speed: 10 })
    render(EpochScrubber, given)
    await fireEvent.click(screen.getByRole('button', { name: 'Play' }))
    await vi.advanceTimersByTimeAsync(900)
    expect(given.onchange).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(200)
    expect(given.onchange).toHaveBeenCalledExactlyOnceWith(5)
    vi.unstubAllGlobals()
  })
})

describe('the confusion matrix', () => {
  const counts = {
    caption: 'Test images',
    perClass: 10,
    classNames: ['blank', 'horizontal', 'vertical'],
    counts: [
      [10, 0, 0],
      [2, 7, 1],
      [0, 0, 0],
    ],
  }
  it('is a table of raw counts and shares of the row', () => {
    render(CountMatrix, counts)
    const rows = [...screen.getByRole('table', { name: 'Test images' }).querySelectorAll('tbody tr')]
    const words = rows.map((row) =>
      [...row.querySelectorAll('.face, td.total')].map((one) => one.textContent.replace(/\s+/g, ' ').trim()),
    )
    expect(words).toEqual([
      ['10 100 %', '0 0 %', '0 0 %', '10'],
      ['2 20 %', '7 70 %', '1 10 %', '10'],
      ['0 –', '0 –', '0 –', '0'],
    ])
  })
  it('hands on the pressed cell, and null when it is pressed again', async () => {
    const onselect = vi.fn()
    const { rerender } = render(CountMatrix, { ...counts, onselect })
    const button = () => screen.getByRole('button', { name: /^true horizontal, predicted blank: 2 images/ })
    await fireEvent.click(button())
    expect(onselect).toHaveBeenLastCalledWith({ trueClass: 1, predictedClass: 0 })
    await rerender({ selected: { trueClass: 1, predictedClass: 0 } })
    expect(button().getAttribute('aria-pressed')).toBe('true')
    await fireEvent.click(button())
    expect(onselect).toHaveBeenLastCalledWith(null)
  })
  it('has one tab stop, moved by arrows', async () => {
    render(CountMatrix, { ...counts, onselect: vi.fn() })
    const buttons = screen.getAllByRole('button')
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toEqual([buttons[0]])
    buttons[0]?.focus()
    await fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowDown' })
    await fireEvent.keyDown(document.activeElement as Element, { key: 'End' })
    expect(document.activeElement).toBe(buttons[5])
  })
  it('keeps its size before anything was counted', () => {
    render(CountMatrix, { ...counts, counts: null, onselect: vi.fn() })
    expect(screen.getAllByText('no count')).toHaveLength(9)
    expect(screen.queryByRole('button')).toBeNull()
  })
})
