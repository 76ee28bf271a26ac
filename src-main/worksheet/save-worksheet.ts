/** The changes that a page makes to a worksheet, each as a function of what is on disk. */
import type { ReplyTo, RequestOf } from '#contract/messages.ts'
import type { Cell, Worksheet } from '#contract/worksheet.ts'
import { problems } from '#experiments/problems.ts'
import { RunError } from '#runs/run-error.ts'
import { cellPlaces } from './pure/cells.ts'

/** What to write (null: nothing) and what to answer. */
interface Changed<T> {
  readonly next: Worksheet | null
  readonly answer: T
}

/** A cell in which nothing was written yet. */
const emptyCell: Cell = { text: '', links: {}, revision: 0, changedAt: null, isSkipped: false }

/** A cell of a worksheet. Throws RunError where the homework asks nothing of that name. */
export function cellIn({ cells }: Worksheet, id: string): Cell {
  const cell = cells[id]
  if (cell) return cell
  if (!cellPlaces(problems).some((place) => place.id === id))
    throw new RunError(`The homework has no cell "${id}".`, 'cell')
  return emptyCell
}

/** Puts a text into a cell, unless it was typed over an older one than there is. */
export function savedCell(
  worksheet: Worksheet,
  { cell: id, base, text, isSkipped }: RequestOf<'worksheet.saveCell'>,
  now: string,
): Changed<ReplyTo<'worksheet.saveCell'>> {
  const found = cellIn(worksheet, id)
  // A save that is repeated because its answer was lost.
  if (found.text === text && found.isSkipped === isSkipped)
    return { next: null, answer: { kind: 'saved', cell: found } }
  if (found.revision !== base) return { next: null, answer: { kind: 'conflict', theirs: found } }
  const cell: Cell = { ...found, text, isSkipped, revision: base + 1, changedAt: now }
  return {
    next: { ...worksheet, changedAt: now, cells: { ...worksheet.cells, [id]: cell } },
    answer: { kind: 'saved', cell },
  }
}

/** The same for the homework log. */
export function savedLog(
  worksheet: Worksheet,
  { base, log }: RequestOf<'worksheet.saveLog'>,
  now: string,
): Changed<ReplyTo<'worksheet.saveLog'>> {
  const found = worksheet.log
  const { revision, changedAt } = found
  // Both were built by the same schema, so their keys stand in one order.
  const isSame = JSON.stringify({ ...log, revision, changedAt }) === JSON.stringify(found)
  if (isSame) return { next: null, answer: { kind: 'saved', log: found } }
  if (revision !== base) return { next: null, answer: { kind: 'conflict', theirs: found } }
  const saved = { ...log, revision: base + 1, changedAt: now }
  return {
    next: { ...worksheet, changedAt: now, log: saved },
    answer: { kind: 'saved', log: saved },
  }
}

/** Changes what is given of the name, the student, the timing and the runs that fill slots. */
export function changedHead(
  worksheet: Worksheet,
  { name, student, isTimed, choose }: RequestOf<'worksheet.change'>,
  now: string,
): Changed<Worksheet> {
  const { [choose?.slot ?? '']: _, ...others } = worksheet.chosen
  const next: Worksheet = {
    ...worksheet,
    name: name ?? worksheet.name,
    student: student ?? worksheet.student,
    isTimed: isTimed ?? worksheet.isTimed,
    chosen:
      choose === undefined
        ? worksheet.chosen
        : choose.run === null
          ? others
          : { ...others, [choose.slot]: choose.run },
    changedAt: now,
  }
  return { next, answer: next }
}

/** Adds to the time that the lab was used for a problem. */
export function addedTime(
  worksheet: Worksheet,
  { problem, seconds }: RequestOf<'worksheet.addTime'>,
): Changed<null> {
  if (!worksheet.isTimed || seconds === 0) return { next: null, answer: null }
  const before = worksheet.activeSeconds[problem] ?? 0
  const activeSeconds = { ...worksheet.activeSeconds, [problem]: before + seconds }
  return { next: { ...worksheet, activeSeconds }, answer: null }
}
