import type { RowOf } from '#contract/values.ts'
import { stageColumns } from '#experiments/p5-gpu-memory/pure/shared-tables.ts'
import { stageLabels } from '#experiments/p5-gpu-memory/pure/stages.ts'
import type { DataColumn, DataRow } from '../../tables/table-columns.ts'

/** A row of the readings of a training. */
export type StageReading = RowOf<typeof stageColumns>

const columnOf = (id: keyof typeof stageColumns): DataColumn => ({
  ...stageColumns[id],
  id,
  ...(stageColumns[id].kind === 'number' ? { decimals: 1 } : {}),
})
const ofGpus = ['deviceMiB', 'othersMiB'] as const

/** The stages of a reading without the columns that hold nothing here; before a run, with empty rows. */
export function stageTable(readings: readonly StageReading[] | null): {
  readonly columns: readonly DataColumn[]
  readonly rows: readonly DataRow[]
} {
  const always = (['stage', 'trainerMiB', 'growthMiB'] as const).map(columnOf)
  if (!readings || readings.length === 0)
    return {
      // Nothing was read yet, which is no reason for an empty cell to give.
      columns: always.map(({ whenEmpty: _, ...column }) => column),
      rows: Object.values(stageLabels).map((stage) => ({ stage })),
    }
  const seen = ofGpus.filter((id) => readings.some((row) => row[id] !== null))
  return { columns: [...always, ...seen.map(columnOf)], rows: readings }
}
