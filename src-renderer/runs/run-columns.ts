/** The columns of the run table: what each is called, how wide it is, and what it sorts by. */
import type { RunSort } from '#contract/run-list.ts'

export interface RunColumn {
  readonly id: ColumnId
  readonly label: string
  /** The least width, in rem. */
  readonly width: number
  /** Its share of the room that is left; 0 keeps its width. */
  readonly grows: number
  /** Null: the results, which sort by one of the values of the slot that is listed. */
  readonly sortBy: RunSort['by'] | null
  readonly isNumber?: boolean
}
export type ColumnId =
  | 'part'
  | 'name'
  | 'differs'
  | 'results'
  | 'seed'
  | 'status'
  | 'engine'
  | 'started'
  | 'seconds'
  | 'samples'
  | 'bytes'
  | 'note'

/** In the order of the table. */
export const columns: readonly RunColumn[] = [
  { id: 'part', label: 'Part', width: 7, grows: 2, sortBy: 'part' },
  { id: 'name', label: 'Name', width: 6, grows: 2, sortBy: 'name' },
  { id: 'differs', label: 'Changed settings', width: 9, grows: 3, sortBy: null },
  { id: 'results', label: 'Results', width: 10.25, grows: 4, sortBy: null },
  { id: 'seed', label: 'Seed', width: 6, grows: 0, sortBy: 'seed', isNumber: true },
  { id: 'status', label: 'State', width: 6.75, grows: 0, sortBy: 'status' },
  { id: 'engine', label: 'Engine', width: 8.75, grows: 0, sortBy: 'engine' },
  { id: 'started', label: 'Started', width: 6.75, grows: 0, sortBy: 'started' },
  { id: 'seconds', label: 'Duration', width: 5.25, grows: 0, sortBy: 'seconds', isNumber: true },
  { id: 'samples', label: 'Samples', width: 5.5, grows: 0, sortBy: 'samples', isNumber: true },
  { id: 'bytes', label: 'Size', width: 5.75, grows: 0, sortBy: 'bytes', isNumber: true },
  { id: 'note', label: 'Note', width: 8, grows: 2, sortBy: 'note' },
]

/** Check box and pin, before the columns. */
export const markWidth = 4

/** The buttons of a row, behind the columns. */
export const actionsWidth = 6.25

/** What is always shown while nobody has chosen, and what is added as far as there is room, most wanted first. */
const always: readonly ColumnId[] = ['part', 'differs', 'results', 'status']
const wanted: readonly ColumnId[] = ['seed', 'started', 'name', 'seconds', 'engine', 'bytes']

const sumOf = (shown: readonly RunColumn[]): number =>
  shown.reduce((sum, { width }) => sum + width, markWidth + actionsWidth)

/** The columns of a table `room` rem wide: those that were chosen, or, where none were (null), those that fit. */
export function shownColumns(chosen: readonly string[] | null, room: number): readonly RunColumn[] {
  if (chosen) return columns.filter(({ id }) => chosen.includes(id))
  const ids = new Set(always)
  for (const id of wanted) {
    const shown = columns.filter((column) => ids.has(column.id) || column.id === id)
    if (sumOf(shown) > room) break
    ids.add(id)
  }
  return columns.filter(({ id }) => ids.has(id))
}

/** The widths of these columns in rem; those that grow share what they leave of `room`. */
export function columnWidths(shown: readonly RunColumn[], room: number): readonly number[] {
  const left = Math.max(0, room - sumOf(shown))
  const shares = shown.reduce((sum, { grows }) => sum + grows, 0)
  return shown.map(
    ({ width, grows }) => width + (shares === 0 ? left / shown.length : (left * grows) / shares),
  )
}
