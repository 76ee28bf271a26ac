import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { tick } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { part as part3a } from '#experiments/p3-gradients/parts/3a.ts'
import { backwardPass } from '#experiments/p3-gradients/pure/microscope.ts'
import { formatNumber } from '#text/numbers.ts'
import { LabState } from '../../lab/lab.svelte.ts'
import { PartState } from '../../lab/part.svelte.ts'
import { Microscope } from './microscope.svelte.ts'
import MicroscopeView from './MicroscopeView.svelte'

// Hundreds of cells in jsdom; nothing is judged on time.
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** Part a of a lab that never connects, and its view. */
function open(): { part: PartState; microscope: Microscope } {
  const lab = new LabState(() => new Promise(() => undefined))
  const part = new PartState(lab, part3a.slots.main)
  const microscope = new Microscope(part)
  render(MicroscopeView, { microscope })
  return { part, microscope }
}
/** Found by attributes: role queries ask jsdom for the style of each of hundreds of cells. */
function cells(grid: string): HTMLElement[] {
  const found = [...document.querySelectorAll('[role=grid]')].find(
    (one) => document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent === grid,
  )
  return [...(found?.querySelectorAll<HTMLElement>('[role=gridcell]') ?? [])]
}
function cell(grid: string, row: number, column: number): HTMLElement {
  const found = cells(grid).find((one) =>
    one.getAttribute('aria-label')?.startsWith(`row ${row}, column ${column}:`),
  )
  if (!found) throw new Error(`There is no cell ${row}, ${column} in ${grid}.`)
  return found
}
const lit = (grid: string) => cells(grid).filter((one) => one.classList.contains('lit')).length

async function type(grid: string, row: number, column: number, value: string): Promise<void> {
  cell(grid, row, column).focus()
  await fireEvent.keyDown(cell(grid, row, column), { key: 'Enter' })
  const box = cell(grid, row, column).querySelector('input')
  if (!box) throw new Error('The cell did not open.')
  await fireEvent.input(box, { target: { value } })
  await fireEvent.keyDown(box, { key: 'Enter' })
}

it('rings the products of the cell that is pointed at, and lists them', async () => {
  open()
  expect([lit('Image X'), lit('dY'), lit('Kernel w')]).toEqual([16, 16, 0])
  await fireEvent.pointerOver(cell('dX', 1, 1))
  expect([lit('Image X'), lit('dY'), lit('Kernel w'), lit('dX')]).toEqual([0, 1, 1, 1])
  await fireEvent.pointerOver(cell('dX', 3, 3))
  expect([lit('dY'), lit('Kernel w')]).toEqual([9, 9])
  const list = screen.getByLabelText(/^Products of dX/)
  expect(list.querySelectorAll('tbody tr')).toHaveLength(9)
  await fireEvent.input(screen.getByLabelText(/^Step through/), { target: { value: '4' } })
  expect([lit('dY'), lit('Kernel w')]).toEqual([4, 4])
})

it('updates the form and every gradient when a cell is edited', async () => {
  const { part } = open()
  await type('Image X', 1, 3, '-7.5')
  const params = part3a.slots.main.typed(part.params)
  expect(params.image[2]).toBe(-7.5)
  const grid = (values: readonly number[], side: number) => ({ side, values: Float64Array.from(values) })
  const pass = backwardPass({
    image: grid(params.image, 6),
    kernel: grid(params.kernel, 3),
    given: grid(params.upstream, 4),
    loss: 'given',
  })
  const said = cells('dw').map((one) =>
    Number(one.getAttribute('aria-label')?.split(': ')[1]?.replace('−', '-')),
  )
  expect(said).toEqual([...pass.dw.values])
  expect(screen.getByText(/^Loss on this image/).textContent).toContain(`${formatNumber(pass.loss)} before`)
})

it('makes grids from the seed typed ones before it changes a cell', async () => {
  const { part, microscope } = open()
  part.change('grids', 'random')
  await tick()
  const before = microscope.shown.grids
  await type('Kernel w', 2, 2, '5')
  const params = part3a.slots.main.typed(part.params)
  expect(params.grids).toBe('typed')
  expect(params.image).toEqual([...before.image.values])
  expect(params.kernel).toEqual([...before.kernel.values].with(4, 5))
})

it('keeps grids to their sides when the form changes those', async () => {
  const { part, microscope } = open()
  part.change('imageSide', 8)
  await tick()
  expect(microscope.problem).toBeNull()
  expect(part3a.slots.main.typed(part.params).image).toHaveLength(64)
  expect(part3a.slots.main.typed(part.params).upstream).toHaveLength(36)
  expect(cells('Image X')).toHaveLength(64)
  part.change('imageSide', 2)
  await tick()
  expect(document.querySelector('.problem')?.textContent).toContain('does not fit')
  expect(cells('Image X')).toHaveLength(64)
  part.change('imageSide', 3)
  await tick()
  expect(microscope.problem).toBeNull()
  expect(cells('Image X')).toHaveLength(9)
})

it('takes one SGD step, after which the loss is what it said', async () => {
  const { part, microscope } = open()
  part.change('loss', 'squared')
  part.change('learningRate', 0.001)
  await tick()
  const promised = microscope.lossAfter
  expect(promised).toBeLessThan(microscope.shown.pass.loss)
  await fireEvent.click(screen.getByText('Take the step'))
  expect(microscope.shown.pass.loss).toBe(promised)
})

it('shows the error of every cell of dw and dX against its finite difference', async () => {
  open()
  await fireEvent.click(screen.getByLabelText(/finite differences/))
  const errors = [...cells('Error of dw'), ...cells('Error of dX')].map((one) =>
    Number(one.getAttribute('aria-label')?.split(': ')[1]?.replace('−', '-')),
  )
  expect(errors).toHaveLength(45)
  expect(Math.max(...errors)).toBeLessThan(1e-6)
})
