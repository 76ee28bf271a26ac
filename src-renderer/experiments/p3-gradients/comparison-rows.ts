import {
  comparisonRows,
  measureNames,
  type gridMeasures,
} from '#experiments/p3-gradients/pure/pooling-measures.ts'
import type { comparisonValues } from '#experiments/p3-gradients/pure/pooling-values.ts'

type Row = NonNullable<ReturnType<typeof comparisonValues.comparison.of>>[number]

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** Rows of part 3d: the measures of the grid as it is now beside those of the run's images (null before a run). */
export const comparisonOf = (measures: ReturnType<typeof gridMeasures>, run: readonly Row[] | null): Row[] =>
  measureNames.map((name) => {
    const measured = run?.find(({ measure }) => measure === comparisonRows[name])
    return {
      measure: comparisonRows[name],
      maxGrid: finite(measures.max[name]),
      averageGrid: finite(measures.average[name]),
      maxImages: measured?.maxImages ?? null,
      averageImages: measured?.averageImages ?? null,
    }
  })
