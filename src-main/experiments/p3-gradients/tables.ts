import type { Table, Value } from '#contract/samples.ts'
import type { TrainEvent } from '../train.ts'
import { rowsOf, type Grid } from './grids.ts'

/** A grid as a table: its columns are numbered from 1, its rows are those of the grid. */
export const gridTable = (grid: Grid): Table => ({
  columns: Array.from({ length: grid.side }, (_, column) => String(column + 1)),
  rows: rowsOf(grid),
})

/** The event that a value is known. */
export const measured = (id: string, value: number | Table): TrainEvent => ({
  type: 'value',
  id,
  value: { value },
})

/** A number, or why it is not finite. */
export const finiteOr = (value: number, notMeasured: string): Value =>
  Number.isFinite(value) ? { value } : { value: null, notMeasured }
