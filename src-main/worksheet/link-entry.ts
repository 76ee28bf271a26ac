import { isLive, type RunSummary } from '#contract/runs.ts'
import type { Table } from '#contract/samples.ts'
import { columnHeaded, type Cell, type Column, type ValueDeclaration } from '#contract/values.ts'
import type { LinkOf, LinkRequest } from '#contract/worksheet.ts'
import { slotOf } from '#experiments/problems.ts'
import { RunError } from '#runs/run-error.ts'
import { formatCell, type CellFormat } from '#text/cells.ts'
import { formatNumber, thinSpace } from '#text/numbers.ts'
import { provenanceOf, type Linked } from './link-marks.ts'

/** Rows of a table that a worksheet keeps. */
const mostRows = 200
/** Characters of a kept table as JSON. */
const mostTableCharacters = 200_000
/** Characters of a number's words and of a label. */
const mostWords = 400

type RequestFor<K extends LinkRequest['kind']> = Extract<LinkRequest, { kind: K }>

const withUnit = (text: string, unit: string): string => (unit === '' ? text : `${text}${thinSpace}${unit}`)

/** The unit that a heading ends in ("measured, MiB", "total, MB (10⁶)"), else of memory the table's own. */
function unitOf(
  heading: string,
  column: Column | undefined,
  declaration: ValueDeclaration | undefined,
): string {
  const named = /, (KiB|MiB|GiB|MB|GB|bytes|ms|s|px|%)(?: \(10⁶\)| \(2²⁰\))?$/.exec(heading)?.[1]
  if (named !== undefined) return named
  const isMemory =
    declaration?.memoryOf !== undefined && column?.isMemory !== false && column?.kind !== 'text'
  return isMemory && !heading.includes(',') ? declaration.unit : ''
}

/** Refuses a run whose numbers may still change. */
function refuseLive(run: RunSummary): void {
  if (isLive(run.status))
    throw new RunError('This run has not ended, so its values may change; link them when it has.', 'run')
}

function measured(
  run: RunSummary,
  id: string,
): { readonly value: number | Table | null; readonly linked: Linked; readonly why: string } {
  refuseLive(run)
  const slot = slotOf(run.request)
  const declaration = slot?.values.find((each) => each.id === id)
  const value = run.values[id]
  if (!value && !declaration) throw new RunError(`The run "${run.name}" has no value "${id}".`, 'value')
  const why = !value ? 'the run ended before it' : 'notMeasured' in value ? value.notMeasured : ''
  return { value: value?.value ?? null, linked: { slot, declaration }, why }
}

/** The entry of a measured number, or of a cell of a measured table. Throws RunError where the run has none there. */
export function valueEntry(run: RunSummary, { value: id, at }: RequestFor<'value'>): LinkOf<'value'> {
  const { value, linked, why } = measured(run, id)
  const { declaration } = linked
  const unit = declaration?.unit ?? ''
  const label = declaration?.label ?? id
  const of = (
    more: { number: number | null; text: string; label: string; unit: string },
    from: Linked,
  ): LinkOf<'value'> => ({
    kind: 'value',
    value: id,
    at,
    ...more,
    label: more.label.slice(0, mostWords),
    text: more.text.slice(0, mostWords),
    from: provenanceOf(run, from),
  })
  if (value === null) return of({ number: null, text: `not measured: ${why}`, label, unit }, linked)
  if (typeof value === 'number') {
    if (at !== null) throw new RunError(`"${id}" is a number, which has no rows and columns.`, 'at')
    return of({ number: value, text: withUnit(formatNumber(value), unit), label, unit }, linked)
  }
  if (at === null)
    throw new RunError(`"${id}" is a table; name a row and a column, or link the whole table.`, 'at')
  const { cell, column, row } = cellAt(value, at, declaration)
  const cellUnit = unitOf(at.column, column, declaration)
  const format = column ?? (declaration?.emptyCell === undefined ? {} : { whenEmpty: declaration.emptyCell })
  const text = formatCell(cell, format)
  return of(
    {
      number: typeof cell === 'number' ? cell : null,
      text: typeof cell === 'number' ? withUnit(text, cellUnit) : text,
      label: `${label}: ${at.column}${row}`,
      unit: cellUnit,
    },
    { ...linked, column },
  )
}

/** A cell with its column's declaration and what its row is of, in words. */
function cellAt(
  { columns, rows }: Table,
  at: { readonly row: number; readonly column: string },
  declaration: ValueDeclaration | undefined,
): { readonly cell: Cell; readonly column: Column | undefined; readonly row: string } {
  const column = declaration && columnHeaded(declaration, at.column)
  const place = columns.findIndex(
    (heading) =>
      heading === at.column ||
      (column !== undefined && declaration && columnHeaded(declaration, heading) === column),
  )
  if (place === -1) throw new RunError(`The table has no column "${at.column}".`, 'column')
  const cells = rows[at.row]
  if (!cells)
    throw new RunError(`The table has no row ${at.row}; it has ${rows.length}, counted from 0.`, 'row')
  const keys = columns.flatMap((heading, k) => {
    const isKey = (declaration && columnHeaded(declaration, heading)?.isKey) ?? false
    return isKey && k !== place
      ? [`${heading} ${formatCell(cells[k], columnFormat(declaration, heading))}`]
      : []
  })
  const first = columns[0] ?? ''
  const named =
    keys.length > 0
      ? keys.join(', ')
      : place === 0
        ? `row ${at.row + 1}`
        : `${first} ${formatCell(cells[0], columnFormat(declaration, first))}`
  return { cell: cells[place] ?? null, column, row: ` (${named})` }
}

const columnFormat = (declaration: ValueDeclaration | undefined, heading: string): CellFormat =>
  (declaration && columnHeaded(declaration, heading)) ?? {}

/** The entry of a measured table, its first rows. Throws RunError where the run has none of that name. */
export function tableEntry(run: RunSummary, { value: id }: RequestFor<'table'>): LinkOf<'table'> {
  const { value, linked, why } = measured(run, id)
  const label = linked.declaration?.label ?? id
  if (value === null) throw new RunError(`${label} was not measured: ${why}.`, 'value')
  if (typeof value === 'number') throw new RunError(`"${id}" is a number and no table.`, 'value')
  const table = { columns: value.columns, rows: value.rows.slice(0, mostRows) }
  if (JSON.stringify(table).length > mostTableCharacters)
    throw new RunError(`The table "${label}" is too large for a worksheet; link single cells of it.`, 'value')
  const rowsLeftOut = value.rows.length - table.rows.length
  return {
    kind: 'table',
    value: id,
    label: label.slice(0, mostWords),
    table,
    rowsLeftOut,
    from: provenanceOf(run, linked),
  }
}

/** The entry of a chart of a run, whose SVG is in the worksheet's folder. */
export function chartEntry(
  run: RunSummary,
  { kind: _, run: __, ...request }: RequestFor<'chart'>,
): LinkOf<'chart'> {
  refuseLive(run)
  return { kind: 'chart', ...request, from: provenanceOf(run, { slot: slotOf(run.request) }) }
}
