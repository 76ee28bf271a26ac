/** The cells of a worksheet: one for everything that a part asks. */
import type { Ask, Part } from '#experiments/part.ts'
import type { Problem } from '#experiments/problem.ts'

export interface CellPlace {
  /** "4c.i"; "1e" where the part asks a single thing. */
  readonly id: string
  readonly problem: Problem
  readonly part: Part
  readonly ask: Ask
  readonly isOptional: boolean
}

export const cellIdOf = (part: string, ask: string): string => (ask === '' ? part : `${part}.${ask}`)

/** Every cell, in the order of the homework. */
export const cellPlaces = (problems: readonly Problem[]): readonly CellPlace[] =>
  problems.flatMap((problem) =>
    problem.parts.flatMap((part) =>
      part.asks.map((ask) => ({
        id: cellIdOf(part.id, ask.id),
        problem,
        part,
        ask,
        isOptional: part.isOptional === true || ask.isOptional === true,
      })),
    ),
  )
