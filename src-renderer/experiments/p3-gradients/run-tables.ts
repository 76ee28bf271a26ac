import type { Table } from '#contract/samples.ts'

/** The cells of a table as numbers, row by row; NaN for what is none. */
export const cellsOf = ({ rows }: Table): Float64Array =>
  Float64Array.from(rows.flat(), (cell) => (typeof cell === 'number' ? cell : NaN))

/** A column by its heading, as numbers; null for what is none. Empty where there is no such column. */
export function columnOf({ columns, rows }: Table, heading: string): (number | null)[] {
  const at = columns.indexOf(heading)
  return at < 0 ? [] : rows.map((row) => (typeof row[at] === 'number' ? row[at] : null))
}
