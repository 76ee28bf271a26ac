import { cellText, fitAll, neededDecimals } from './cell-text.ts'
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

const smallestFont = 10
const roomAt = (cellSize: number, font: number): number => (font === 0 ? 0 : (cellSize - 3) / font)

/** How the numbers of a grid are written: the same in all its cells. */
export interface GridDigits {
  /** CSS pixels; 0 where cells are too small for any. */
  readonly font: number
  readonly decimals: number
}

/**
 * As many decimals as the numbers need and every cell has room for, one at least; in smaller digits where only those
 * hold numbers that end (0.0625).
 */
export function gridDigits(values: readonly number[], cellSize: number): GridDigits {
  const font = fontSizeOf(cellSize)
  const { decimals, isExact } = neededDecimals(values)
  const isFitting = (count: number, size: number) => fitAll(values, count, roomAt(cellSize, size))
  if (isExact && decimals > 1 && font > smallestFont) {
    const sizes = Array.from({ length: font - smallestFont + 1 }, (_, smaller) => Math.floor(font) - smaller)
    // Numbers that touch those of the next cell are hard to read: the largest digits that leave a space, else the smallest.
    const roomy = sizes.find((size) => fitAll(values, decimals, roomAt(cellSize - 5, size)))
    if (roomy !== undefined) return { font: roomy, decimals }
    if (isFitting(decimals, smallestFont)) return { font: smallestFont, decimals }
  }
  let count = decimals
  while (count > 1 && !isFitting(count, font)) count--
  return { font, decimals: count }
}

/** Faces of the values, their numbers written as `gridDigits` says. */
export function cellFaces(
  values: readonly number[],
  map: ColorMap,
  limits: Limits,
  cellSize: number,
  { font, decimals }: GridDigits,
): CellFace[] {
  const room = roomAt(cellSize, font)
  return values.map((value) => {
    const color = colorOf(map, value, limits)
    const text = room === 0 ? '' : cellText(value, room, decimals)
    return { background: cssColor(color), ink: inkOn(color), text }
  })
}
