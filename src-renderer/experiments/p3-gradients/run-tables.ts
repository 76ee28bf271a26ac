import type { Table, Values } from '#contract/samples.ts'

/** A table that a run measured; null before it is there, and where it could not be measured. */
export function tableOf(values: Values | undefined, id: string): Table | null {
  const value = values?.[id]?.value
  return typeof value === 'object' ? value : null
}

/** A measured number; null likewise. */
export function numberOf(values: Values | undefined, id: string): number | null {
  const value = values?.[id]?.value
  return typeof value === 'number' ? value : null
}

/** Why a value could not be measured; null where it was, or nothing has been run. */
export function reasonOf(values: Values | undefined, id: string): string | null {
  const value = values?.[id]
  return value && 'notMeasured' in value ? value.notMeasured : null
}

/** The cells of a table as numbers, row by row; NaN for what is none. */
export const cellsOf = ({ rows }: Table): Float64Array =>
  Float64Array.from(rows.flat(), (cell) => (typeof cell === 'number' ? cell : NaN))

/** A column by its heading, as numbers; null for what is none. Empty where there is no such column. */
export function columnOf({ columns, rows }: Table, heading: string): (number | null)[] {
  const at = columns.indexOf(heading)
  return at < 0 ? [] : rows.map((row) => (typeof row[at] === 'number' ? row[at] : null))
}
