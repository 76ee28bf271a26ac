import type { Part } from './part.ts'

/** A problem of the homework: what stands over its parts, and the parts in their order. */
export interface Problem {
  /** Equal to the name of its folder. */
  readonly id: string
  readonly number: number
  readonly title: string
  readonly summary: string
  readonly parts: readonly Part[]
}

/** The parts that a folder holds, a file each, by their ids. `modules` is an eager glob of the folder's files. */
export const partsIn = (modules: Readonly<Record<string, { readonly part: Part }>>): readonly Part[] =>
  Object.values(modules)
    .map(({ part }) => part)
    .sort((a, b) => a.id.localeCompare(b.id, 'en'))
