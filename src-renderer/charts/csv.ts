import type { Column, Trace, XMode } from './chart-props.ts'
import { rangeAt } from './range-band.ts'

/** One field: quoted where it must be (RFC 4180). */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows of fields as RFC 4180 text; numbers at full precision, null as NaN. */
export function csvText(rows: Iterable<readonly (string | number | null)[]>): string {
  const lines: string[] = []
  for (const row of rows)
    lines.push(row.map((field) => csvField(field === null ? 'NaN' : String(field))).join(','))
  return `${lines.join('\r\n')}\r\n`
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
