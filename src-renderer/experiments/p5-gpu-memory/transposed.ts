import type { Table } from '#contract/samples.ts'

/** A table with its rows as columns: the first column's words become the headings. For few rows of many columns. */
export function transposed({ columns, rows }: Table): Table {
  const [corner = '', ...kinds] = columns
  return {
    columns: [corner, ...rows.map(([name]) => String(name ?? ''))],
    rows: kinds.map((kind, index) => [kind, ...rows.map((row) => row[index + 1] ?? null)]),
  }
}
