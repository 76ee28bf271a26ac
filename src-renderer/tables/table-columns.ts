import type { Cell } from '#contract/values.ts'
import { formatNumber, groupThousands } from '#text/numbers.ts'

/** A column of a table on the page: a declared column of a value, or one that a view makes up. */
export interface DataColumn {
  /** The name that rows know it by. */
  readonly id: string
  readonly label: string
  readonly kind: 'number' | 'text'
  /** Digits behind the decimal point; absent: `digits`, or four significant ones. */
  readonly decimals?: number
  readonly digits?: number
  /** What an empty cell says; absent: a dash. */
  readonly whenEmpty?: string
  /** What the column holds, shown on hover of its heading. */
  readonly note?: string
}

export type DataRow = Readonly<Record<string, Cell | undefined>>

/** A row of cells by their place. */
export const placedRow = (cells: readonly Cell[]): DataRow =>
  Object.fromEntries(cells.map((cell, at) => [String(at), cell]))

/** A cell as it is written. */
export function cellText(cell: Cell | undefined, { decimals, digits, whenEmpty = '–' }: DataColumn): string {
  if (cell === null || cell === undefined || cell === '') return whenEmpty
  if (typeof cell === 'string') return cell
  return decimals !== undefined && Number.isFinite(cell)
    ? groupThousands(cell.toFixed(decimals))
    : formatNumber(cell, digits)
}
