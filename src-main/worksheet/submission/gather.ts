/** Everything that a submission is composed from, read once: the worksheet, its runs with their figures, its pictures. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunSummary } from '#contract/runs.ts'
import { problems, slotOf } from '#experiments/problems.ts'
import { readPolicy } from '#policy/policy.ts'
import type { RunManager } from '#runs/run-manager.ts'
import type { Sources } from '../document/compose.ts'
import type { ReferenceSources } from '../document/reference.ts'
import { runsUsed, type FilledSlots } from '../document/used-runs.ts'
import { knownRuns } from '../known-runs.ts'
import { resolveWorksheet, type ResolvedWorksheet } from '../resolve.ts'
import { runFigures, type RunFigure } from '../run-figures.ts'
import { emptyWorksheet } from '../worksheet-file.ts'
import type { WorksheetStore } from '../worksheet-store.ts'
import type { RunsToRead } from './make.ts'

/** Called before each run is read, with how many are read already and how many there are. */
export type Told = (done: number, total: number) => void

/** A worksheet beside the runs that there are now. Rejects with a sentence where it cannot be opened. */
export async function resolved(
  store: WorksheetStore,
  manager: RunManager,
  id: string,
): Promise<ResolvedWorksheet> {
  const worksheet = await store.current(id)
  return resolveWorksheet(worksheet, problems, await knownRuns(manager, worksheet))
}

const filledBy = ({ slots }: ResolvedWorksheet): FilledSlots =>
  Object.fromEntries([...slots].map(([key, { run }]) => [key, run?.id ?? null]))

/** The runs with their figures, read from their folders; those that are gone or in the trash are left out. */
async function readRuns(
  manager: RunsToRead,
  ids: readonly string[],
  told: Told,
): Promise<Pick<Sources, 'runs' | 'inTrash' | 'figures'>> {
  const runs = new Map<string, RunSummary>()
  const inTrash = new Set<string>()
  const figures = new Map<string, readonly RunFigure[]>()
  for (const [at, id] of ids.entries()) {
    told(at, ids.length)
    const looked = await manager.look(id).catch(() => null)
    if (looked === null) continue
    const { run, watched, giveBack } = looked
    if (run.trashedAt !== null) {
      inTrash.add(id)
      giveBack()
      continue
    }
    const slot = slotOf(run.request)
    runs.set(id, run)
    figures.set(id, slot ? runFigures(slot, run, watched.recording.after({}, Infinity)) : [])
    giveBack()
  }
  return { runs, inTrash, figures }
}

/** What a submission of a worksheet is composed from. Rejects with a sentence where it cannot be opened. */
export async function gather(
  store: WorksheetStore,
  manager: RunManager,
  id: string,
  madeAt: string,
  told: Told,
): Promise<Sources> {
  const found = await resolved(store, manager, id)
  const { worksheet } = found
  const slots = filledBy(found)
  const read = await readRuns(manager, runsUsed(worksheet, slots, problems), told)
  const files = new Map<string, Uint8Array>()
  const links = Object.values(worksheet.cells).flatMap((cell) => Object.values(cell.links))
  for (const link of links) {
    if (!('file' in link) || files.has(link.file)) continue
    // One that is gone is named in the document.
    const bytes = await readFile(join(store.filesOf(worksheet.id), link.file)).catch(() => null)
    if (bytes !== null) files.set(link.file, bytes)
  }
  return { worksheet, problems, ...read, slots, files, madeAt, course: readPolicy().course }
}

/** What the reference solution is composed from: the newest completed run of every slot. */
export async function gatherReference(
  manager: RunManager,
  madeAt: string,
  told: Told,
): Promise<ReferenceSources> {
  const nobody = emptyWorksheet('mine', 'Reference', madeAt)
  const slots = filledBy(resolveWorksheet(nobody, problems, await knownRuns(manager, nobody)))
  const ids = Object.values(slots).flatMap((id) => id ?? [])
  const { runs, figures } = await readRuns(manager, ids, told)
  return { problems, slots, runs, figures, madeAt, course: readPolicy().course }
}
