import Papa from 'papaparse'
import type { Column, Trace, XMode } from '#figures/trace.ts'
import { rangeAt } from '#figures/range-band.ts'

/**
 * Text that a spreadsheet would carry out as a formula: the characters that begin one, the wide ones of East Asian
 * input among them. Numbers, and lists of them, begin with a sign too and are harmless.
 */
const formula =
  /^(?![+-]?[\d.]+(?:e[+-]?\d+)?(?:[ ,;][+-]?[\d.]+(?:e[+-]?\d+)?)*$)[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/i

/** Rows of one call of the writer: of a million rows, not all are held twice. */
const rowsAtOnce = 5000

/**
 * Rows of fields as RFC 4180 text; numbers at full precision, null as NaN. An apostrophe stands before text that a
 * spreadsheet would take for a formula.
 */
export function csvText(rows: Iterable<readonly (string | number | null)[]>): string {
  const parts: string[] = []
  let batch: (string | number)[][] = []
  const write = (): void => {
    if (batch.length > 0) parts.push(Papa.unparse(batch, { escapeFormulae: formula }))
    batch = []
  }
  for (const row of rows) {
    batch.push(row.map((field) => field ?? 'NaN'))
    if (batch.length === rowsAtOnce) write()
  }
  write()
  return parts.map((part) => `${part}\r\n`).join('')
}

/**
 * Every sample of every trace, one a row: the trace's label, its x in each mode (empty where it has none), the
 * step of a path where it has one, y, and the ends of its range where one has any. Lifted pens of a contour are left out; a diverged sample is NaN.
 */
export function* csvRows(
  traces: readonly Trace[],
  xModes: readonly XMode[],
  labels: { readonly at: string; readonly y: string },
): Generator<(string | number | null)[]> {
  const hasAt = traces.some((trace) => trace.at)
  const hasRange = traces.some((trace) => trace.range)
  const ends = hasRange ? ['lowest', 'highest'] : []
  yield ['trace', ...(hasAt ? [labels.at] : []), ...xModes.map((mode) => mode.label), labels.y, ...ends]
  for (const trace of traces) {
    const columns: (Column | null)[] = xModes.map((mode) => mode.values(trace))
    for (let index = 0; index < trace.length; index += 1) {
      const y = trace.y[index] ?? null
      if (trace.gaps === 'break' && (y === null || Number.isNaN(y))) continue
      yield [
        trace.label,
        ...(hasAt ? [trace.at?.[index] ?? ''] : []),
        ...columns.map((column) => column?.[index] ?? ''),
        y,
        ...(hasRange ? (rangeAt(trace, index) ?? ['', '']) : []),
      ]
    }
  }
}
