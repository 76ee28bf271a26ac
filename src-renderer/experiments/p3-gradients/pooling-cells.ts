import type { PoolingPass } from '#experiments/p3-gradients/definition.ts'
import type { CellMark } from '../../pictures/picture-props.ts'
import { tiedPixels } from './route-lines.ts'

/** Cells to ring, all alike. */
export const cellsLit = (cells: readonly number[]): ReadonlyMap<number, number> =>
  new Map(cells.map((cell) => [cell, 0]))

/** Pixels of a max pool that tie for a maximum, marked with =; none for other passes. */
export const cellMarks = (pass: PoolingPass | null): ReadonlyMap<number, CellMark> =>
  new Map(pass ? [...tiedPixels(pass)].map((pixel) => [pixel, 'tie'] as const) : [])
