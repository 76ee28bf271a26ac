import { bothWays, UnsolvableError, type GammaParams } from '#experiments/p2-regularization/pure/solve.ts'
import { columnNorms } from '#experiments/p2-regularization/pure/column-norms.ts'
import { fewestRows } from '#experiments/p2-regularization/pure/ridge-least-squares.ts'
import type { LinearData } from '#experiments/p2-regularization/pure/dropout-objective.ts'
import type { SeriesColor, Trace } from '#figures/trace.ts'

const grid = (count: number): number[] =>
  Array.from({ length: count }, (_, k) => 0.02 + (0.96 * k) / (count - 1))
const lineGrid = grid(33)
const dotGrid = grid(9)
const colors: readonly SeriesColor[] = ['4', '5', '6', '7']

type Others = Omit<GammaParams, 'keep'>

/**
 * Every weight of part c over p, times the root mean square of its column so that all can be seen: solved directly as
 * lines, mapped back from ridge as dots. None where Γ has no inverse.
 */
export function pathTraces(data: LinearData, others: Others): Trace[] {
  // As many rows as columns and the same solutions: 42 problems are solved here.
  const few = fewestRows(data.x, data.y)
  const solve = (ps: readonly number[]) => ps.map((keep) => bothWays(few, { ...others, keep }))
  const sizes = columnNorms(data.x).map((norm) => norm / Math.sqrt(data.x.rows))
  try {
    const [lines, dots] = [solve(lineGrid), solve(dotGrid)]
    return Array.from({ length: data.x.columns }, (_, j): Trace[] => {
      const color = colors[j % colors.length] ?? '7'
      // The fifth shares its colour with the first: blue, vermillion and green have meanings elsewhere.
      const isSecondRound = j >= colors.length
      const style = { color, x: lineGrid, length: lineGrid.length, version: 0 }
      return [
        {
          ...style,
          id: `direct ${j}`,
          label: `w${j + 1}, direct`,
          marker: 'none',
          ...(isSecondRound ? { dash: 'dotted' } : {}),
          isLatestShown: false,
          y: lines.map(({ direct }) => (direct[j] ?? NaN) * (sizes[j] ?? NaN)),
        },
        {
          ...style,
          id: `mapped ${j}`,
          label: `w${j + 1}, mapped back`,
          kind: 'points',
          ...(isSecondRound ? { marker: 'square' } : {}),
          x: dotGrid,
          length: dotGrid.length,
          y: dots.map(({ mapped }) => (mapped[j] ?? NaN) * (sizes[j] ?? NaN)),
        },
      ]
    }).flat()
  } catch (error) {
    if (error instanceof UnsolvableError) return []
    throw error
  }
}
