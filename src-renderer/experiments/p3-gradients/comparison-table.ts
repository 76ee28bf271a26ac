import type { Table } from '#contract/samples.ts'
import {
  comparisonRows,
  poolingMeasures,
  type PoolingMeasures,
} from '#experiments/p3-gradients/definition.ts'
import { noiseOf } from './disturbance.ts'
import type { PoolingLab } from './pooling.svelte.ts'

type Both = Readonly<Record<'max' | 'average', PoolingMeasures>>

/** The measures of both pools on the grid as it is now, every pixel tried; null while there is no grid. */
export function gridMeasures({ grids, params }: PoolingLab): Both | null {
  if (!grids) return null
  const { grid, layers, upstream } = grids
  const of = (kind: 'max' | 'average') =>
    poolingMeasures(kind, grid, layers, upstream.values, noiseOf(grid, params.spike), [...grid.values.keys()])
  return { max: of('max'), average: of('average') }
}

export interface ComparisonRow {
  readonly words: string
  /** Max and average on the grid, then on the run's images; null where there is nothing to show. */
  readonly cells: readonly (number | null)[]
}

/** Rows of part d: the grid's measures beside those of the run's images. */
export function comparisonOf(measures: Both | null, run: Table | null): ComparisonRow[] {
  const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : null)
  return (Object.entries(comparisonRows) as [keyof PoolingMeasures, string][]).map(([name, words]) => {
    const row = run?.rows.find(([label]) => label === words)
    const fromRun = (column: string) => {
      const cell = row?.[run?.columns.indexOf(column) ?? -1]
      return typeof cell === 'number' ? cell : null
    }
    return {
      words,
      cells: [
        finite(measures?.max[name]),
        finite(measures?.average[name]),
        fromRun('max, images'),
        fromRun('average, images'),
      ],
    }
  })
}
