import type { Params } from '#contract/fields.ts'

/** A square list, row by row, cut or padded with zeros to another side; the top left corner stays where it is. */
export function resized(list: readonly number[], from: number, to: number): number[] {
  return Array.from({ length: to * to }, (_, at) => {
    const [row, column] = [Math.floor(at / to), at % to]
    return row < from && column < from ? (list[row * from + column] ?? 0) : 0
  })
}

/** A list of numbers in the form, and the side that its grid must have. */
export interface SquareField {
  readonly name: string
  readonly side: number
}

/**
 * What typed lists become when the sides of their grids change from `before` to `now`: resized if they had exactly the
 * old length. A list of any other length is left to whoever types it.
 */
export function refitted(
  params: Params,
  before: readonly SquareField[],
  now: readonly SquareField[],
): Record<string, readonly number[]> {
  const changes: Record<string, readonly number[]> = {}
  for (const { name, side } of now) {
    const old = before.find((field) => field.name === name)?.side ?? side
    const list = params[name]
    if (!Array.isArray(list) || old === side || side < 1) continue
    if (list.length === old * old && list.length !== side * side) changes[name] = resized(list, old, side)
  }
  return changes
}
