import type { ReplyTo, RequestOf } from '#contract/messages.ts'
import type { Cell, Link, Worksheet } from '#contract/worksheet.ts'
import { RunError } from '#runs/run-error.ts'
import { labLinks } from './pure/links.ts'
import { cellIn } from './save-worksheet.ts'

const mostLinks = 200
const day = 24 * 60 * 60 * 1000
const letters = { value: 'v', table: 't', chart: 'c', picture: 'p' } satisfies Record<Link['kind'], string>

/** An id that no link of this cell has, and no text of it names. */
function freeId({ links, text }: Cell, kind: Link['kind']): string {
  const letter = letters[kind]
  const ids = [...Object.keys(links), ...labLinks(text).map(({ id }) => id)]
  const numbers = ids.filter((id) => id.startsWith(letter)).map((id) => Number(id.slice(1)))
  return `${letter}${Math.max(0, ...numbers) + 1}`
}

/** Puts an entry into a cell's links; the cell's text, and so its revision, stay as they are. */
export function linked(
  worksheet: Worksheet,
  { cell: cellId, replace }: RequestOf<'worksheet.link'>,
  link: Link,
  now: string,
): { readonly next: Worksheet; readonly answer: ReplyTo<'worksheet.link'> } {
  const found = cellIn(worksheet, cellId)
  if (replace !== null && found.links[replace]?.kind !== link.kind)
    throw new RunError(`This cell has no ${link.kind} "${replace}" to be replaced.`, 'replace')
  const id = replace ?? freeId(found, link.kind)
  const cell: Cell = { ...found, links: { ...found.links, [id]: link } }
  if (Object.keys(cell.links).length > mostLinks)
    throw new RunError(`A cell holds at most ${mostLinks} linked values; remove some.`, 'cell')
  const next = { ...worksheet, changedAt: now, cells: { ...worksheet.cells, [cellId]: cell } }
  return { next, answer: { id, link, cell } }
}

/** The worksheet without entries that no text has named for a day (until then a page may undo); null where all are named. */
export function withoutLooseLinks(worksheet: Worksheet, now: Date): Worksheet | null {
  let isChanged = false
  const cells = Object.entries(worksheet.cells).map(([id, cell]): [string, Cell] => {
    const age = now.getTime() - Date.parse(cell.changedAt ?? worksheet.changedAt)
    const named = new Set(labLinks(cell.text).map((link) => link.id))
    const kept = Object.entries(cell.links).filter(([link]) => named.has(link))
    if (age < day || kept.length === Object.keys(cell.links).length) return [id, cell]
    isChanged = true
    return [id, { ...cell, links: Object.fromEntries(kept) }]
  })
  return isChanged ? { ...worksheet, cells: Object.fromEntries(cells) } : null
}
