import type { Table } from '#contract/samples.ts'
import { rowsOf, type Grid } from './pure/grids.ts'

/** A grid as a table: its columns are numbered from 1, its rows are those of the grid. */
export const gridTable = (grid: Grid): Table => ({
  columns: Array.from({ length: grid.side }, (_, column) => String(column + 1)),
  rows: rowsOf(grid),
})
