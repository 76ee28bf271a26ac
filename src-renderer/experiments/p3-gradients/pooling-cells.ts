import type { PoolingPass } from '#experiments/p3-gradients/pure/pooling-grid.ts'
import type { CellMark } from '../../pictures/picture-props.ts'
import { tiedPixels } from './route-lines.ts'

/** Cells to ring, all alike. */
export const cellsLit = (cells: readonly number[]): ReadonlyMap<number, number> =>
  new Map(cells.map((cell) => [cell, 0]))

/** Pixels of a max pool: those that its gradient reaches in a ring, those that tie for a maximum marked with =. */
export function cellMarks(pass: PoolingPass | null): ReadonlyMap<number, CellMark> {
  const marks = new Map<number, CellMark>()
  if (!pass) return marks
  pass.gradients[0]?.forEach((value, pixel) => {
    if (value !== 0) marks.set(pixel, 'ring')
  })
  for (const pixel of tiedPixels(pass)) marks.set(pixel, marks.has(pixel) ? 'ring-tie' : 'tie')
  return marks
}

/** Pixels: what "0.0625" needs at the least, and as large as cells get. */
const [roomForFraction, largest] = [38, 40]
/** Of the headers of two grids and the space between them. */
const besides = 70

/**
 * Cell of the two gradients that are compared, in pixels, the same for both: beside each other where fractions such as
 * 0.0625 fit, else each in a row of its own where they fit there, else as large as they can be beside each other.
 */
export function comparedCellSize(width: number, side: number): number {
  const beside = Math.floor((width - besides) / 2 / side)
  const alone = Math.floor((width - besides / 2) / side)
  const room = beside < roomForFraction && alone >= roomForFraction ? alone : beside
  return Math.max(16, Math.min(largest, room))
}
