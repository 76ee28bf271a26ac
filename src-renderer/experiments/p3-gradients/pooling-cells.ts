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
