import type { Table } from '#contract/samples.ts'
import { stageLabels } from '#experiments/p5-gpu-memory/definition.ts'

const always = ['stage', 'trainer, MiB', 'growth, MiB']
const ofGpus = ['whole GPU, MiB', 'other processes, MiB']

/** The stages of a reading without the columns that hold nothing here; before a run, with empty rows. */
export function stageTable(table: Table | null): Table {
  if (!table || table.rows.length === 0)
    return { columns: always, rows: Object.values(stageLabels).map((label) => [label, null, null]) }
  const columns = [
    ...always,
    ...ofGpus.filter((heading) =>
      table.rows.some((row) => typeof row[table.columns.indexOf(heading)] === 'number'),
    ),
  ]
  return {
    columns,
    rows: table.rows.map((row) => columns.map((heading) => row[table.columns.indexOf(heading)] ?? null)),
  }
}
