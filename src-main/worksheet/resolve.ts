/** A worksheet beside the runs and the homework: the state of every cell, of its links and of every slot. */
import type { RunHead } from '#contract/run-head.ts'
import type { Cell, Link, LinkState, Mark, Worksheet } from '#contract/worksheet.ts'
import type { Slot } from '#experiments/part.ts'
import type { Problem } from '#experiments/problem.ts'
import type { KnownRuns } from './known-runs.ts'
import { cellPlaces, type CellPlace } from './pure/cells.ts'
import { isEdited, labLinks, type LabLink } from './pure/links.ts'

/** The run that fills a slot. */
export interface ResolvedSlot {
  readonly slot: Slot
  /** The student's chosen run, else the newest completed one; null where there is neither. */
  readonly run: RunHead | null
  readonly isChosen: boolean
  /** The student chose a run that is gone, so the newest completed one stands in. */
  readonly isChosenGone: boolean
}

/** A link as it stands in a cell's text. */
export interface ResolvedLink {
  readonly at: LabLink
  /** Null where the cell has no entry of that id. */
  readonly link: Link | null
  /** A number that the student has typed over. */
  readonly isEdited: boolean
  /** Its run is gone; what it measured is kept. */
  readonly isRunGone: boolean
  /** Gone because it is in the trash. */
  readonly isRunInTrash: boolean
  /** The run that could take the place of the link's. */
  readonly newer: RunHead | null
  readonly marks: readonly Mark[]
}

/**
 * skipped: left out by the student. empty: no text. stale: a link's run, or its entry, is gone. answered: all others.
 */
export type CellState = 'empty' | 'answered' | 'skipped' | 'stale'

export interface ResolvedCell {
  readonly place: CellPlace
  /** Null where nothing was ever written. */
  readonly cell: Cell | null
  readonly state: CellState
  readonly links: readonly ResolvedLink[]
}

export interface ResolvedWorksheet {
  readonly worksheet: Worksheet
  /** Every cell of the homework, in its order. */
  readonly cells: readonly ResolvedCell[]
  /** Every slot by its key. */
  readonly slots: ReadonlyMap<string, ResolvedSlot>
}

/** The run that fills each slot of the homework, by the slot's key. */
export function resolveSlots(
  { chosen }: Worksheet,
  problems: readonly Problem[],
  runs: KnownRuns,
): ReadonlyMap<string, ResolvedSlot> {
  const slots = problems.flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList))
  return new Map(
    slots.map((slot) => {
      const id = chosen[slot.key]
      const wanted = id === undefined ? null : runs.head(id)
      const isChosenGone = id !== undefined && !runs.isThere(id)
      const run = wanted ?? runs.newestCompleted(slot.key)
      return [slot.key, { slot, run, isChosen: wanted !== null, isChosenGone }]
    }),
  )
}

/** The run that could take the place of a link's: the one that fills its slot, where that is another. */
function newerOf(link: Link, slots: ReadonlyMap<string, ResolvedSlot>): RunHead | null {
  if (!('from' in link)) return null
  const run = slots.get(link.from.slot)?.run ?? null
  return run?.id === link.from.run ? null : run
}

const isRunGone = (link: Link, runs: KnownRuns): boolean => 'from' in link && !runs.isThere(link.from.run)

/** What a link is now beside what it was; null for a picture, which no run made. */
export function linkStateOf(
  link: Link,
  slots: ReadonlyMap<string, ResolvedSlot>,
  runs: KnownRuns,
): LinkState | null {
  if (!('from' in link)) return null
  const newer = newerOf(link, slots)
  return {
    isRunGone: isRunGone(link, runs),
    isRunInTrash: runs.isInTrash(link.from.run),
    newer: newer && { run: newer.id, runName: newer.name, seed: newer.request.seed },
  }
}

/** Everything that is to be known of a worksheet at once; `runs` were looked up for this worksheet. */
export function resolveWorksheet(
  worksheet: Worksheet,
  problems: readonly Problem[],
  runs: KnownRuns,
): ResolvedWorksheet {
  const slots = resolveSlots(worksheet, problems, runs)
  const linkOf = (cell: Cell, at: LabLink): ResolvedLink => {
    const link = cell.links[at.id] ?? null
    return {
      at,
      link,
      isEdited: link !== null && isEdited(at.words, link),
      isRunGone: link !== null && isRunGone(link, runs),
      isRunInTrash: link !== null && 'from' in link && runs.isInTrash(link.from.run),
      newer: link && newerOf(link, slots),
      marks: link && 'from' in link ? link.from.marks : [],
    }
  }
  const cells = cellPlaces(problems).map((place): ResolvedCell => {
    const cell = worksheet.cells[place.id] ?? null
    const links = cell ? labLinks(cell.text).map((at) => linkOf(cell, at)) : []
    return { place, cell, state: stateOf(cell, links), links }
  })
  return { worksheet, cells, slots }
}

function stateOf(cell: Cell | null, links: readonly ResolvedLink[]): CellState {
  if (cell?.isSkipped === true) return 'skipped'
  if (cell === null || cell.text.trim() === '') return 'empty'
  return links.some((each) => each.link === null || each.isRunGone) ? 'stale' : 'answered'
}
