import { cellText } from './cell-text.ts'
import { colorOf, cssColor, inkOn, type ColorMap, type Limits } from './color-maps.ts'

/** How one cell of a grid looks. */
export interface CellFace {
  readonly background: string
  readonly ink: string
  /** Empty where the cell is too small for its number. */
  readonly text: string
}

/** Side of a cell in CSS pixels where nobody chose one. */
export function defaultCellSize(rows: number, columns: number): number {
  const longer = Math.max(rows, columns)
  if (longer <= 6) return 44
  if (longer <= 12) return 34
  return longer <= 16 ? 28 : 18
}

/** Digits of a cell, CSS pixels; 0 where cells are too small for any. */
export const fontSizeOf = (cellSize: number): number =>
  cellSize < 24 ? 0 : Math.min(13, Math.max(10, cellSize * 0.31))

/** Faces of the first `count` values. */
export function cellFaces(
  values: ArrayLike<number>,
  count: number,
  map: ColorMap,
  limits: Limits,
  cellSize: number,
): CellFace[] {
  const font = fontSizeOf(cellSize)
  const room = font === 0 ? 0 : (cellSize - 3) / font
  return Array.from({ length: count }, (_, i) => {
    const value = values[i] ?? NaN
    const color = colorOf(map, value, limits)
    return { background: cssColor(color), ink: inkOn(color), text: room === 0 ? '' : cellText(value, room) }
  })
}
