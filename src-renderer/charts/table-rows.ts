/** The numbers behind a chart, a page at a time. */
import { rangeAt } from '#figures/range-band.ts'
import type { TraceSampler } from '#figures/trace-sampler.ts'

export interface TablePage {
  readonly columns: readonly string[]
  /** null: the training diverged there; undefined: this trace has no sample there. */
  readonly rows: readonly (number | string | null | undefined)[][]
  /** Rows in all. */
  readonly total: number
}

/** Curves side by side, one row for each x that any of them has. */
function sideBySide(
  samplers: readonly TraceSampler[],
  xLabel: string,
  from: number,
  count: number,
): TablePage {
  const next = samplers.map(() => 0)
  const firstColumn: number[] = []
  const columns = [xLabel]
  for (const { trace } of samplers) {
    firstColumn.push(columns.length)
    columns.push(trace.label, ...(trace.range ? ['lowest', 'highest'] : []))
  }
  const rows: TablePage['rows'][number][] = []
  let total = 0
  for (;;) {
    let x = Infinity
    samplers.forEach((sampler, at) => {
      const place = next[at] ?? 0
      if (place < sampler.length) x = Math.min(x, sampler.x[place] ?? Infinity)
    })
    if (x === Infinity) break
    const isShown = total >= from && rows.length < count
    const row: (number | null | undefined)[] = [x]
    samplers.forEach((sampler, at) => {
      const place = next[at] ?? 0
      if (place >= sampler.length || sampler.x[place] !== x) return
      const first = firstColumn[at] ?? 0
      if (isShown) row[first] = sampler.trace.y[place] ?? null
      if (isShown && sampler.trace.range)
        [row[first + 1], row[first + 2]] = rangeAt(sampler.trace, place) ?? []
      next[at] = place + 1
    })
    if (isShown) rows.push(Array.from({ length: columns.length }, (_, at) => row[at]))
    total += 1
  }
  return { columns, rows, total }
}

/** Paths and scatters below each other: trace, step where there is one, x, y. */
function belowEachOther(
  samplers: readonly TraceSampler[],
  labels: { x: string; y: string; at: string },
  from: number,
  count: number,
): TablePage {
  const hasAt = samplers.some(({ trace }) => trace.at)
  const rows: TablePage['rows'][number][] = []
  let before = 0
  for (const { trace, x, length } of samplers) {
    const first = Math.max(0, from - before)
    for (let index = first; index < length && rows.length < count; index += 1)
      rows.push([
        trace.label,
        ...(hasAt ? [trace.at?.[index]] : []),
        x[index] ?? null,
        trace.y[index] ?? null,
      ])
    before += length
  }
  return { columns: ['trace', ...(hasAt ? [labels.at] : []), labels.x, labels.y], rows, total: before }
}

/** Rows `from` to `from + count` of the table of `samplers`. */
export function tablePage(
  samplers: readonly TraceSampler[],
  labels: { readonly x: string; readonly y: string; readonly at: string },
  from: number,
  count: number,
): TablePage {
  const listed = samplers.filter(({ trace }) => !trace.isUnlisted)
  return listed.some(({ trace }) => trace.isPath)
    ? belowEachOther(listed, labels, from, count)
    : sideBySide(listed, labels.x, from, count)
}
