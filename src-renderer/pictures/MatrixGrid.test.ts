import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import MatrixGrid from './MatrixGrid.svelte'
import type { MatrixGridProps } from './picture-props.ts'

afterEach(cleanup)

const base: MatrixGridProps = {
  name: 'X',
  rows: 2,
  columns: 3,
  values: [0, 0.25, -0.5, 1, 2, 3],
  map: 'diverging',
  limits: [-3, 3],
}
const cell = (row: number, column: number) =>
  screen.getByRole('gridcell', { name: new RegExp(`^row ${row}, column ${column}:`) })
const shown = () => screen.getAllByRole('gridcell').map((one) => one.textContent.trim())

it('is a named grid of rows whose cells say their place and value', () => {
  render(MatrixGrid, { ...base, hasHeaders: true })
  const grid = screen.getByRole('grid', { name: 'X' })
  expect(within(grid).getAllByRole('row')).toHaveLength(3)
  expect(
    within(grid)
      .getAllByRole('columnheader')
      .map((one) => one.textContent),
  ).toEqual(['1', '2', '3'])
  expect(
    within(grid)
      .getAllByRole('rowheader')
      .map((one) => one.textContent),
  ).toEqual(['1', '2'])
  expect(cell(1, 3).getAttribute('aria-label')).toBe('row 1, column 3: −0.5')
  expect(shown()).toEqual(['0', '0.25', '−0.50', '1.00', '2.00', '3.00'])
  expect(grid.getAttribute('aria-readonly')).toBe('true')
})

it('has one tab stop, moved by arrows, Home and End', async () => {
  const oncell = vi.fn()
  render(MatrixGrid, { ...base, oncell, describe: (row, column) => `seen from ${row} ${column}` })
  cell(1, 1).focus()
  for (const [key, row, column, ctrlKey] of [
    ['ArrowRight', 1, 2],
    ['ArrowDown', 2, 2],
    ['End', 2, 3],
    ['Home', 1, 1, true],
    ['End', 2, 3, true],
  ] as const) {
    await fireEvent.keyDown(document.activeElement as Element, { key, ctrlKey: ctrlKey ?? false })
    expect(document.activeElement).toBe(cell(row, column))
    expect(screen.getAllByRole('gridcell').filter((one) => one.tabIndex === 0)).toEqual([cell(row, column)])
    expect(oncell).toHaveBeenLastCalledWith({ row: row - 1, column: column - 1 })
  }
  const by = cell(2, 3).getAttribute('aria-describedby') ?? ''
  expect(document.getElementById(by)?.textContent).toBe('seen from 1 2')
  cell(2, 3).blur()
  expect(oncell).toHaveBeenLastCalledWith(null)
})

it('tells of the cell under the mouse and of leaving it', async () => {
  const oncell = vi.fn()
  render(MatrixGrid, { ...base, oncell })
  await fireEvent.pointerOver(cell(2, 1))
  expect(oncell).toHaveBeenLastCalledWith({ row: 1, column: 0 })
  expect(document.querySelector('.readout')?.textContent).toContain('= 1')
  await fireEvent.pointerLeave(screen.getByRole('grid'))
  expect(oncell).toHaveBeenLastCalledWith(null)
})

describe('editing', () => {
  const open = async (key: string) => {
    const onchange = vi.fn()
    render(MatrixGrid, { ...base, onchange })
    cell(1, 3).focus()
    await fireEvent.keyDown(cell(1, 3), { key })
    return onchange
  }
  const box = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'New value of row 1, column 3' })

  it.each([
    ['Enter', '-0.5'],
    ['F2', '-0.5'],
    ['7', '7'],
    ['-', '-'],
  ])('opens with %s on "%s"', async (key, text) => {
    await open(key)
    expect(box().value).toBe(text)
    expect(document.activeElement).toBe(box())
  })
  it('hands on the number with Enter and returns to the cell', async () => {
    const onchange = await open('Enter')
    await fireEvent.input(box(), { target: { value: '1,75' } })
    await fireEvent.keyDown(box(), { key: 'Enter' })
    expect(onchange).toHaveBeenCalledExactlyOnceWith(0, 2, 1.75)
    expect(document.activeElement).toBe(cell(1, 3))
    expect(screen.queryByRole('textbox')).toBeNull()
  })
  it('goes on to the next cell with Tab', async () => {
    const onchange = await open('4')
    await fireEvent.keyDown(box(), { key: 'Tab' })
    expect(onchange).toHaveBeenCalledExactlyOnceWith(0, 2, 4)
    expect(document.activeElement).toBe(cell(2, 1))
  })
  it('keeps the old number with Escape', async () => {
    const onchange = await open('9')
    await fireEvent.keyDown(box(), { key: 'Escape' })
    expect(onchange).not.toHaveBeenCalled()
    expect(document.activeElement).toBe(cell(1, 3))
  })
  it('stays open on what is no number, and says so', async () => {
    const onchange = await open('Enter')
    await fireEvent.input(box(), { target: { value: 'two' } })
    await fireEvent.keyDown(box(), { key: 'Enter' })
    expect(box().getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByRole('status').textContent).toBe(
      '“two” is not a number; write one such as 0.05 or 5e-2. Escape leaves the cell as it was.',
    )
    await fireEvent.blur(box())
    expect(onchange).not.toHaveBeenCalled()
    expect(screen.getByRole('status').textContent).toBe(
      '“two” is not a number; write one such as 0.05 or 5e-2. The cell keeps −0.5.',
    )
  })
  it('takes what was typed when the box is left', async () => {
    const onchange = await open('8')
    await fireEvent.blur(box())
    expect(onchange).toHaveBeenCalledExactlyOnceWith(0, 2, 8)
  })
  it('sets zero with Delete and leaves keys of the page alone', async () => {
    const onchange = await open('Delete')
    expect(onchange).toHaveBeenCalledExactlyOnceWith(0, 2, 0)
    expect(await fireEvent.keyDown(cell(1, 3), { key: ' ' })).toBe(true)
    expect(await fireEvent.keyDown(cell(1, 3), { key: 'r' })).toBe(true)
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

it('cannot be edited without a listener, but its cells can be picked', async () => {
  const onpick = vi.fn()
  render(MatrixGrid, { ...base, onpick })
  await fireEvent.keyDown(cell(1, 1), { key: '5' })
  await fireEvent.dblClick(cell(1, 1))
  expect(screen.queryByRole('textbox')).toBeNull()
  cell(2, 2).focus()
  await fireEvent.keyDown(cell(2, 2), { key: 'Enter' })
  expect(onpick).toHaveBeenLastCalledWith({ row: 1, column: 1 })
})

it('shows lit cells, marks and new values', async () => {
  const { rerender } = render(MatrixGrid, {
    ...base,
    lit: new Map([[1, 0.5]]),
    marks: new Map([[5, 'ring-tie' as const]]),
  })
  expect(cell(1, 2).classList.contains('lit')).toBe(true)
  expect([...cell(2, 3).classList]).toEqual(expect.arrayContaining(['ring', 'tie']))
  await rerender({ values: [NaN, 9, 0, 0, 0, 0], lit: new Map() })
  expect(cell(1, 2).classList.contains('lit')).toBe(false)
  expect(shown()).toEqual(['NaN', '9', '0', '0', '0', '0'])
  expect(cell(1, 1).getAttribute('aria-label')).toBe('row 1, column 1: not finite')
})

it('is drawn without digits where cells are small', () => {
  render(MatrixGrid, { ...base, cellSize: 16 })
  expect(shown().join('')).toBe('')
})
