import { formatNumber, groupThousands } from './numbers.ts'

/** How the cells of a column are written. */
export interface CellFormat {
  /** Digits behind the decimal point; absent: `digits`, or four significant ones. */
  readonly decimals?: number
  readonly digits?: number
  /** What an empty cell says; absent: a dash. */
  readonly whenEmpty?: string
}

/** A cell of a table as the page and the terminal write it. */
export function formatCell(
  cell: number | string | null | undefined,
  { decimals, digits, whenEmpty = '–' }: CellFormat,
): string {
  if (cell === null || cell === undefined || cell === '') return whenEmpty
  if (typeof cell === 'string') return cell
  return decimals !== undefined && Number.isFinite(cell)
    ? groupThousands(cell.toFixed(decimals))
    : formatNumber(cell, digits)
}
