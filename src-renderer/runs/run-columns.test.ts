import { expect, it } from 'vitest'
import { actionsWidth, columns, columnWidths, markWidth, shownColumns } from './run-columns.ts'

const ids = (chosen: readonly string[] | null, room: number): string[] =>
  shownColumns(chosen, room).map(({ id }) => id)

it('shows as many columns as there is room for, those that tell runs apart first', () => {
  expect(ids(null, 10)).toEqual(['part', 'differs', 'results', 'status'])
  expect(ids(null, 62)).toEqual(['part', 'name', 'differs', 'results', 'seed', 'status', 'started'])
  expect(ids(null, 200)).toEqual(
    columns.map(({ id }) => id).filter((id) => id !== 'samples' && id !== 'note'),
  )
})

it('shows the chosen columns however wide they are, in the order of the table', () => {
  expect(ids(['note', 'part', 'gone'], 5)).toEqual(['part', 'note'])
})

it.each([10, 62, 103])('fills %d rem, or as much as the columns need', (room) => {
  const shown = shownColumns(null, room)
  const widths = columnWidths(shown, room)
  const sum = widths.reduce((all, width) => all + width, markWidth + actionsWidth)
  expect(sum).toBeCloseTo(Math.max(room, sum))
  expect(widths.every((width, at) => width >= (shown[at]?.width ?? Infinity))).toBe(true)
  if (room > 60) expect(sum).toBeCloseTo(room)
})
