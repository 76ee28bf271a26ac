import type { Cell } from '#contract/values.ts'
import type { CellFormat } from '#text/cells.ts'

/** A column of a table on the page: a declared column of a value, or one that a view makes up. */
export interface DataColumn extends CellFormat {
  /** The name that rows know it by. */
  readonly id: string
  readonly label: string
  readonly kind: 'number' | 'text'
  /** What the column holds, shown on hover of its heading. */
  readonly note?: string
}

export type DataRow = Readonly<Record<string, Cell | undefined>>

/** A row of cells by their place. */
export const placedRow = (cells: readonly Cell[]): DataRow =>
  Object.fromEntries(cells.map((cell, at) => [String(at), cell]))
