import type { LabEvent } from '#contract/messages.ts'
import type { Worksheet } from '#contract/worksheet.ts'

export type WorksheetChange = Extract<LabEvent, { type: 'worksheet.changed' }>

const isEqual = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)

const headOf = ({ name, student, chosen, isTimed }: Worksheet): unknown => [name, student, chosen, isTimed]

/** What changed between two states of a worksheet; null where a page need not hear of it (the time it was used). */
export function changeBetween(before: Worksheet, after: Worksheet): WorksheetChange | null {
  const ids = new Set([...Object.keys(before.cells), ...Object.keys(after.cells)])
  const cells = [...ids].filter((id) => !isEqual(before.cells[id], after.cells[id]))
  const isLogChanged = !isEqual(before.log, after.log)
  const isHeadChanged = !isEqual(headOf(before), headOf(after))
  if (cells.length === 0 && !isLogChanged && !isHeadChanged) return null
  return { type: 'worksheet.changed', worksheet: after.id, cells, isLogChanged, isHeadChanged }
}
