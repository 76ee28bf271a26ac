/** How far a worksheet is, counted and worded in one way on the page, in the check and in the terminal. */

export interface Progress {
  /** Cells that must be answered, and how many of them are. */
  readonly required: number
  readonly answered: number
  /** The same of cells that may be left out. */
  readonly optional: number
  readonly optionalAnswered: number
}

/** Counts the cells of a worksheet. */
export function progressOf(
  cells: readonly { readonly isOptional: boolean; readonly isAnswered: boolean }[],
): Progress {
  const optional = cells.filter(({ isOptional }) => isOptional)
  const required = cells.filter(({ isOptional }) => !isOptional)
  const answeredOf = (some: typeof cells): number => some.filter(({ isAnswered }) => isAnswered).length
  return {
    required: required.length,
    answered: answeredOf(required),
    optional: optional.length,
    optionalAnswered: answeredOf(optional),
  }
}

/** "2 of 36 required answers, 0 of 4 optional". */
export const progressWords = ({ required, answered, optional, optionalAnswered }: Progress): string =>
  `${answered} of ${required} required answers, ${optionalAnswered} of ${optional} optional`
