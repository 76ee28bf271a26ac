import type { Part, Slot } from './part.ts'
import type { Problem } from './problem.ts'

// Found, not listed: a new problem is a new folder and nothing else.
const modules = import.meta.glob<{ readonly problem: Problem }>('./*/problem.ts', { eager: true })

/** Every problem that is built, by number. */
export const problems: readonly Problem[] = Object.values(modules)
  .map(({ problem }) => problem)
  .sort((a, b) => a.number - b.number || a.id.localeCompare(b.id, 'en'))

/** The part with this id and its problem; null where there is none. */
export function findPart(id: string): { readonly problem: Problem; readonly part: Part } | null {
  for (const problem of problems) {
    const part = problem.parts.find((candidate) => candidate.id === id)
    if (part) return { problem, part }
  }
  return null
}

/** The slot that a request names; null where this lab has none of that name. */
export const slotOf = ({ part, slot }: { readonly part: string; readonly slot: string }): Slot | null =>
  findPart(part)?.part.slotList.find(({ id }) => id === slot) ?? null

/** The same. Throws an Error that lists the known slots. */
export function trainedSlot(request: { readonly part: string; readonly slot: string }): Slot {
  const known = slotOf(request)
  if (known) return known
  const keys = problems.flatMap(({ parts }) =>
    parts.flatMap(({ slotList }) => slotList.map(({ key }) => key)),
  )
  throw new Error(
    `There is no part "${request.part}" with a slot "${request.slot}"; there are ${keys.join(', ')}.`,
  )
}
