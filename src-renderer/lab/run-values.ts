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

/** A cell of a row under a heading: a number, or null where it holds none or there is no such column. */
export function numberAt(table: Table, row: Table['rows'][number], heading: string): number | null {
  const cell = row[table.columns.indexOf(heading)]
  return typeof cell === 'number' ? cell : null
}

/** The same for words; empty where there are none. */
export function textAt(table: Table, row: Table['rows'][number], heading: string): string {
  const cell = row[table.columns.indexOf(heading)]
  return typeof cell === 'string' ? cell : ''
}
