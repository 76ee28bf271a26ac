import type { Table, Values } from '#contract/samples.ts'
import { MissingValue, pending, reasonOf } from '../answer-text.ts'

/** The measured table `<part>.<name>`. Throws MissingValue saying why there is none, or what to run. */
export function tableOf(values: Values, part: string, name: string): Table {
  const entry = values[`${part}.${name}`]
  if (entry?.value !== null && typeof entry?.value === 'object') return entry.value
  throw new MissingValue(reasonOf(entry) ?? pending)
}

/** The number in a row and column of a table, NaN where there is none; both counted from 0. */
export function cellOf({ rows }: Table, row: number, column: number): number {
  const value = rows[row]?.[column]
  return typeof value === 'number' ? value : NaN
}

/** The number in the row that begins with `label`, under the heading `column`; NaN where there is none. */
export function labelledCell({ columns, rows }: Table, label: string, column: string): number {
  const row = rows.findIndex(([first]) => first === label)
  return cellOf({ columns, rows }, row, columns.indexOf(column))
}
