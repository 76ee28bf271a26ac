import { ParamsError } from '#contract/params.ts'
import type { Random } from '#numeric/random.ts'

/** A square grid, row by row. */
export interface Grid {
  readonly side: number
  readonly values: Float64Array
}

/** Standard normal numbers to one decimal, so that they can be read and typed. */
export function randomGrid(side: number, random: Random): Grid {
  return {
    side,
    values: Float64Array.from({ length: side * side }, () => Math.round(10 * random.normal()) / 10),
  }
}

/** A typed list as a grid of this side. Throws ParamsError naming the field where the count is another. */
export function typedGrid(field: string, label: string, list: readonly number[], side: number): Grid {
  if (list.length === side * side) return { side, values: Float64Array.from(list) }
  throw new ParamsError(
    field,
    `${label} (${field}) has ${list.length} ${list.length === 1 ? 'number' : 'numbers'}, but ${side} × ${side} are needed; type ${side * side} numbers or take the grids from the seed.`,
  )
}

/** Rows of a grid, for a table or a test. */
export const rowsOf = ({ side, values }: Grid): number[][] =>
  Array.from({ length: side }, (_, row) => [...values.subarray(row * side, (row + 1) * side)])
