import type { Refusal } from '#contract/params.ts'
import type { Random } from '#numeric/random.ts'
import { counted } from '#text/words.ts'

/** A square grid, row by row. */
export interface Grid {
  readonly side: number
  readonly values: Float64Array
}

/** Standard normal numbers rounded to one decimal, so that they can be read and typed. */
export function randomGrid(side: number, random: Random): Grid {
  return {
    side,
    values: Float64Array.from({ length: side * side }, () => Math.round(10 * random.normal()) / 10),
  }
}

/** A typed list as a grid of this side; `listRefusal` checks that its length fits. */
export const typedGrid = (list: readonly number[], side: number): Grid => ({
  side,
  values: Float64Array.from(list),
})

/** What is wrong with the length of a typed list, for a grid of this side; null where it fits. */
export function listRefusal(
  field: string,
  label: string,
  list: readonly number[],
  side: number,
): Refusal | null {
  const cells = side * side
  if (list.length === cells) return null
  const count = counted(list.length, 'number')
  return {
    field,
    message: `${label} (${field}) has ${count}, but ${side} × ${side} are needed; type ${cells} numbers or draw the grids from the seed.`,
  }
}

/** Rows of a grid, for a table or a test. */
export const rowsOf = ({ side, values }: Grid): number[][] =>
  Array.from({ length: side }, (_, row) => [...values.subarray(row * side, (row + 1) * side)])
