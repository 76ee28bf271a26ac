/** Everything that a submission is composed from, read once: the worksheet, its runs with their figures, its pictures. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunSummary } from '#contract/runs.ts'
import { problems, slotOf } from '#experiments/problems.ts'
import type { RunManager } from '#runs/run-manager.ts'
import type { Sources } from '../document/compose.ts'
import { runsUsed, type FilledSlots } from '../document/used-runs.ts'
import { knownRuns } from '../known-runs.ts'
import { resolveWorksheet, type ResolvedWorksheet } from '../resolve.ts'
import { runFigures, type RunFigure } from '../run-figures.ts'
import type { WorksheetStore } from '../worksheet-store.ts'
import type { RunsToRead } from './make.ts'

/** A worksheet beside the runs that there are now. Rejects with a sentence where it cannot be opened. */
export async function resolved(
  store: WorksheetStore,
  manager: RunManager,
  id: string,
): Promise<ResolvedWorksheet> {
  const worksheet = await store.current(id)
  return resolveWorksheet(worksheet, problems, await knownRuns(manager, worksheet))
}

/** A run with its figures, read from its folder; null where it is gone. */
export async function runWithFigures(
  manager: RunsToRead,
  id: string,
): Promise<{ readonly run: RunSummary; readonly figures: readonly RunFigure[] } | null> {
  const looked = await manager.look(id).catch(() => null)
  if (looked === null) return null
  try {
    const { run, watched } = looked
    const slot = slotOf(run.request)
    return { run, figures: slot ? runFigures(slot, run, watched.recording.after({}, Infinity)) : [] }
  } finally {
    looked.giveBack()
  }
}

/** `told` is called before each run is read, with how many are read already and how many there are. */
export async function gather(
  store: WorksheetStore,
  manager: RunManager,
  id: string,
  madeAt: string,
  told: (done: number, total: number) => void,
): Promise<Sources> {
  const { worksheet, slots: filled } = await resolved(store, manager, id)
  const slots: FilledSlots = Object.fromEntries([...filled].map(([key, { run }]) => [key, run?.id ?? null]))
  const runs = new Map<string, RunSummary>()
  const figures = new Map<string, readonly RunFigure[]>()
  const used = runsUsed(worksheet, slots, problems)
  for (const [at, each] of used.entries()) {
    told(at, used.length)
    const found = await runWithFigures(manager, each)
    if (found === null) continue
    runs.set(each, found.run)
    figures.set(each, found.figures)
  }
  const files = new Map<string, Uint8Array>()
  const links = Object.values(worksheet.cells).flatMap((cell) => Object.values(cell.links))
  for (const link of links) {
    if (!('file' in link) || files.has(link.file)) continue
    // One that is gone is named in the document.
    const bytes = await readFile(join(store.filesOf(worksheet.id), link.file)).catch(() => null)
    if (bytes !== null) files.set(link.file, bytes)
  }
  return { worksheet, problems, runs, slots, figures, files, madeAt }
}
