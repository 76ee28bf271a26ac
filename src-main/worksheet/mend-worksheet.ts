import { z } from 'zod'
import { worksheetSchema, type Worksheet } from '#contract/worksheet.ts'
import { emptyWorksheet } from './worksheet-file.ts'

/** No revision of a damaged file was this much higher than its backup's. */
const leap = 1000

/**
 * A worksheet from a backup, its revisions raised: a page that still holds the lost state is answered with a conflict
 * and not taken for one that knows this state.
 */
export function restored(backup: Worksheet): Worksheet {
  const cells = Object.entries(backup.cells).map(([id, cell]) => [
    id,
    { ...cell, revision: cell.revision + leap },
  ])
  return {
    ...backup,
    cells: Object.fromEntries(cells) as Worksheet['cells'],
    log: { ...backup.log, revision: backup.log.revision + leap },
  }
}

/** What can be read of a damaged worksheet without a backup, each field and each cell for itself. */
export function salvaged(content: unknown, id: string, now: string): Worksheet {
  const empty = emptyWorksheet(id, id, now)
  const found = z.record(z.string(), z.unknown()).safeParse(content).data ?? {}
  const cells = z.record(z.string(), z.unknown()).safeParse(found['cells']).data ?? {}
  const { shape } = worksheetSchema
  const goodCells = Object.entries(cells).flatMap(([cell, value]) =>
    Object.entries(shape.cells.safeParse({ [cell]: value }).data ?? {}),
  )
  return restored({
    ...empty,
    name: shape.name.safeParse(found['name']).data ?? id,
    student: shape.student.safeParse(found['student']).data ?? empty.student,
    createdAt: shape.createdAt.safeParse(found['createdAt']).data ?? now,
    cells: Object.fromEntries(goodCells) as Worksheet['cells'],
    chosen: shape.chosen.safeParse(found['chosen']).data ?? {},
    log: shape.log.safeParse(found['log']).data ?? empty.log,
    activeSeconds: shape.activeSeconds.safeParse(found['activeSeconds']).data ?? {},
  })
}

/** The sentence that says what a worksheet was mended from; `damaged` where its file was there. */
export function noticeOfBackup(
  backup: Worksheet | null,
  damaged: { readonly why: string; readonly aside: string } | null,
): string {
  const from = backup
    ? `this is its backup of ${backup.changedAt.replace('T', ' ').slice(0, 19)} UTC`
    : 'there was no backup, so this is what could be read of it'
  return damaged
    ? `The file of this worksheet was damaged (${damaged.why}): ${from}. The damaged file is kept as ${damaged.aside}.`
    : `The file of this worksheet was missing: ${from}.`
}
