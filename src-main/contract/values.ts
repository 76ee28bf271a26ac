/**
 * Values: the numbers and tables that a part measures. A table declares its columns once: the trainer writes rows as
 * objects, and the page, the terminal, the CSV and the reference answer read them by the same names.
 */
import type { Table, Value, Values } from './samples.ts'

export type Cell = Table['rows'][number][number]

interface ColumnBase {
  /** The heading, unit included; tables in stored runs are found by it. */
  readonly label: string
  /** What the column holds, one sentence, where the heading does not say it all. */
  readonly note?: string
  /** Headings that earlier versions stored. */
  readonly formerly?: readonly string[]
  /** What an empty cell means; absent: the run did not measure it. */
  readonly whenEmpty?: string
  /** It says what a row is of, so it is never empty; a stored row without it is left out. */
  readonly isKey?: boolean
  /** True where it holds what is predicted of something that is also measured. */
  readonly isPredicted?: boolean
  /** False for what is no memory in a table of memory (`memoryOf`): a batch size, a share. */
  readonly isMemory?: boolean
}
export interface NumberColumn extends ColumnBase {
  readonly kind: 'number'
  /** Digits behind the decimal point; absent: four significant digits. */
  readonly decimals?: number
}
export interface TextColumn<T extends string = string> extends ColumnBase {
  readonly kind: 'text'
  /** Never set: it only carries the type of the cells. */
  readonly type?: T
}
export type Column = NumberColumn | TextColumn
export type Columns = Readonly<Record<string, Column>>

export const numbers = (label: string, more: Omit<NumberColumn, 'kind' | 'label'> = {}): NumberColumn => ({
  kind: 'number',
  label,
  ...more,
})
export const texts = <T extends string = string>(
  label: string,
  more: Omit<TextColumn, 'kind' | 'label' | 'type'> = {},
): TextColumn<T> => ({ kind: 'text', label, ...more })

type Key<C extends Column> = C & { readonly isKey: true }

/** Columns that say what a row is of (its seed, its network). */
export const numberKeys = (label: string): Key<NumberColumn> => ({ kind: 'number', label, isKey: true })
export const textKeys = <T extends string = string>(label: string): Key<TextColumn<T>> => ({
  kind: 'text',
  label,
  isKey: true,
})

type CellOf<C extends Column> = C extends TextColumn<infer T> ? T : number

/** A row of a table with these columns; null where a cell is empty. */
export type RowOf<C extends Columns> = {
  readonly [N in keyof C]: C[N] extends { readonly isKey: true } ? CellOf<C[N]> : CellOf<C[N]> | null
}

/** The declared column whose heading is, or was in an earlier version, this one. */
export const columnHeaded = (
  { columns }: Pick<ValueDeclaration, 'columns'>,
  heading: string,
): Column | undefined =>
  columns?.find(({ label, formerly }) => label === heading || formerly?.includes(heading))

/** What every declared value says of itself; `id` is `<part>.<name>`. */
export interface ValueDeclaration {
  readonly id: string
  readonly part: string
  readonly label: string
  readonly unit: string
  /** What it is and how it is measured. */
  readonly sentence: string
  readonly kind: 'number' | 'table'
  /** True where the same seed may give another value (a clock, a memory counter). */
  readonly isReading?: boolean
  /** True for what is predicted of something that is also measured. */
  readonly isPredicted?: boolean
  /** It is memory: of the host in any case, or of the device that trains (the host, if that is no GPU). */
  readonly memoryOf?: 'host' | 'trainer'
  /** The columns of a table in their order; absent for tables whose columns follow from the data. */
  readonly columns?: readonly Column[]
  /** What an empty cell of the table means, where its column does not say. */
  readonly emptyCell?: string
}

export interface ValueEvent {
  readonly type: 'value'
  readonly id: string
  readonly value: Value
}

interface About {
  readonly label: string
  readonly sentence: string
  readonly unit?: string
  readonly isReading?: boolean
  readonly isPredicted?: boolean
  readonly memoryOf?: 'host' | 'trainer'
}

/** A number that a part measures. */
export interface NumberValue extends ValueDeclaration {
  readonly kind: 'number'
  /** The event that reports it. */
  is(value: number): ValueEvent
  /** The event that says why it could not be measured. */
  isNotMeasured(why: string): ValueEvent
  /** The number of a run; null where it was not or could not be measured. */
  of(values: Values): number | null
}

/** A table that a part measures. */
export interface TableValue<C extends Columns> extends ValueDeclaration {
  readonly kind: 'table'
  readonly columns: readonly Column[]
  is(rows: readonly RowOf<C>[]): ValueEvent
  isNotMeasured(why: string): ValueEvent
  /** The rows of a run; null where they were not or could not be measured. Unknown columns are left out. */
  of(values: Values): readonly RowOf<C>[] | null
}

const partOf = (id: string): string => id.slice(0, id.indexOf('.'))
const unmeasured = (id: string, why: string): ValueEvent => ({
  type: 'value',
  id,
  value: { value: null, notMeasured: why },
})

/** Declares a number; `id` is `<part>.<name>`. */
export function numberValue(id: string, about: About): NumberValue {
  return {
    unit: '',
    ...about,
    id,
    part: partOf(id),
    kind: 'number',
    is: (value) => ({ type: 'value', id, value: { value } }),
    isNotMeasured: (why) => unmeasured(id, why),
    of: (values) => {
      const value = values[id]?.value
      return typeof value === 'number' ? value : null
    },
  }
}

/** Declares a table by its columns; `id` is `<part>.<name>`. */
export function tableValue<const C extends Columns>(
  id: string,
  about: About & { readonly columns: C; readonly emptyCell?: string },
): TableValue<C> {
  const names = Object.keys(about.columns)
  const columns = Object.values(about.columns)
  const headings = columns.map(({ label }) => label)
  return {
    unit: '',
    ...about,
    id,
    part: partOf(id),
    kind: 'table',
    columns,
    is: (rows) => ({
      type: 'value',
      id,
      value: {
        value: { columns: headings, rows: rows.map((row) => names.map((name) => row[name] ?? null)) },
      },
    }),
    isNotMeasured: (why) => unmeasured(id, why),
    of: (values) => {
      const table = values[id]?.value
      if (table == null || typeof table === 'number') return null
      const at = columns.map(({ label, formerly = [] }) =>
        table.columns.findIndex((heading) => heading === label || formerly.includes(heading)),
      )
      const typed = (cell: Cell | undefined, column: Column | undefined): Cell =>
        typeof cell === (column?.kind === 'text' ? 'string' : 'number') ? (cell ?? null) : null
      const cells = table.rows.map((row) => columns.map((column, k) => typed(row[at[k] ?? -1], column)))
      return cells
        .filter((row) => row.every((cell, k) => cell !== null || columns[k]?.isKey !== true))
        .map((row) => Object.fromEntries(names.map((name, k) => [name, row[k] ?? null])) as RowOf<C>)
    },
  }
}

/** A table whose columns follow from what was asked (a column a pixel, say). */
export interface OpenTableValue extends ValueDeclaration {
  readonly kind: 'table'
  is(table: Table): ValueEvent
  isNotMeasured(why: string): ValueEvent
  of(values: Values): Table | null
}

/** Declares a table whose columns follow from what was asked; `id` is `<part>.<name>`. */
export function openTableValue(id: string, about: About & { readonly emptyCell?: string }): OpenTableValue {
  return {
    unit: '',
    ...about,
    id,
    part: partOf(id),
    kind: 'table',
    is: (table) => ({ type: 'value', id, value: { value: table } }),
    isNotMeasured: (why) => unmeasured(id, why),
    of: (values) => {
      const table = values[id]?.value
      return table == null || typeof table === 'number' ? null : table
    },
  }
}

/** Why a value could not be measured; null where it was, or nothing has been run. */
export const reasonOf = (values: Values, { id }: Pick<ValueDeclaration, 'id'>): string | null => {
  const value = values[id]
  return value && 'notMeasured' in value ? value.notMeasured : null
}
