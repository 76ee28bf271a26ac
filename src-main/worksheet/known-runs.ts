import type { RunHead } from '#contract/run-head.ts'
import { slotKey } from '#contract/runs.ts'
import type { Worksheet } from '#contract/worksheet.ts'
import type { RunManager } from '#runs/run-manager.ts'

/** The runs as a worksheet sees them. */
export interface KnownRuns {
  /** Is there a run of this id? Asked of those that the worksheet names. */
  isThere(id: string): boolean
  /** Is it in the trash, where it counts as gone until it is restored? */
  isInTrash(id: string): boolean
  head(id: string): RunHead | null
  /** The newest completed run of a slot. */
  newestCompleted(slot: string): RunHead | null
}

/** The runs that a worksheet names: those that it links to, and those that were chosen for slots. */
export const runsNamedIn = ({ cells, chosen }: Worksheet): ReadonlySet<string> =>
  new Set([
    ...Object.values(chosen),
    ...Object.values(cells).flatMap(({ links }) =>
      Object.values(links).flatMap((link) => ('from' in link ? link.from.run : [])),
    ),
  ])

/** Looks at all runs once, by their heads; at the folder of a run only where the lab has not read it yet. */
export async function knownRuns(manager: RunManager, worksheet: Worksheet): Promise<KnownRuns> {
  const { library } = manager
  await library.load()
  const newest = new Map<string, RunHead>()
  for (const head of manager.list().runs) {
    if (head.status !== 'completed') continue
    const key = slotKey(head.request)
    // A run opened from a file is not the student's own.
    if (head.origin === null && !newest.has(key)) newest.set(key, head)
  }
  const [there, trashed] = [new Set<string>(), new Set<string>()]
  for (const id of runsNamedIn(worksheet)) {
    const kept = library.known(id) ?? (await library.summary(id).catch(() => null))
    if (kept !== null) (kept.trashedAt === null ? there : trashed).add(id)
  }
  return {
    isThere: (id) => there.has(id),
    isInTrash: (id) => trashed.has(id),
    head: (id) => (there.has(id) ? (library.known(id) ?? null) : null),
    newestCompleted: (slot) => newest.get(slot) ?? null,
  }
}
