import { mean, standardDeviation } from '#numeric/statistics.ts'
import type { Grid } from './grids.ts'
import type { PoolingGrids } from './pooling-grid.ts'
import { poolStack, poolStackGradients, replaceInput, type PoolKind } from './pooling-stack.ts'

/** What part 3d compares, one number each; NaN where it is not defined (an image of one colour has no spread). */
export interface PoolingMeasures {
  /** Norm of dX over norm of dY. */
  readonly normKept: number
  /** Share of the grid that the gradient reaches. */
  readonly share: number
  /** Root mean square change of the outputs over that of the grid, when the grid moves by one pixel. */
  readonly shift: number
  /** The same change of the outputs over the outputs' own standard deviation. */
  readonly shiftOfSpread: number
  /** Change of the output over the noise, when one pixel is made brighter; the mean over the pixels tried. */
  readonly bright: number
  /** The same when it is made darker. */
  readonly dark: number
  /** Mean of the outputs minus mean of the grid. */
  readonly meanMoved: number
}

/** The rows of the comparison table, in order, by measure. */
export const comparisonRows: Readonly<Record<keyof PoolingMeasures, string>> = {
  normKept: 'Norm of dX / norm of dY',
  share: 'Share of pixels with a gradient',
  shift: 'Shift by one pixel: change of outputs / change of pixels',
  shiftOfSpread: 'Shift by one pixel: change of outputs / spread of outputs',
  bright: 'One pixel brighter: change of its output / noise',
  dark: 'One pixel darker: change of its output / noise',
  meanMoved: 'Mean of outputs − mean of pixels',
}

/** The measures in the order of the table. */
export const measureNames = Object.keys(comparisonRows) as readonly (keyof PoolingMeasures)[]

/** The four ways to move by one pixel: rows, columns. */
const moves = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
] as const

/** The grid moved by whole pixels; what comes in at the border repeats the border. */
export function shifted({ side, values }: Grid, rows: number, columns: number): Grid {
  const inside = (at: number): number => Math.min(side - 1, Math.max(0, at))
  return {
    side,
    values: values.map((_, at) => {
      const row = inside(Math.floor(at / side) - rows)
      return values[row * side + inside((at % side) - columns)] ?? NaN
    }),
  }
}

/** Root mean square difference of two grids. */
function rootMeanSquare(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - (b[at] ?? NaN)) ** 2, 0) / a.length)
}

/** A quotient, NaN where there is nothing to divide by. */
const over = (top: number, bottom: number): number => (bottom > 0 ? top / bottom : NaN)

/**
 * The measures of one kind of pooling on one grid. `upstream`: dY; `spike`: what is added to a pixel and taken from
 * it; `places`: the pixels where that is tried.
 */
export function poolingMeasures(
  kind: PoolKind,
  grid: Grid,
  layers: number,
  upstream: Float64Array,
  spike: number,
  places: readonly number[],
): PoolingMeasures {
  const outputsOf = (values: Float64Array): Float64Array =>
    poolStack(kind, values, grid.side, layers).at(-1)?.values ?? new Float64Array()
  const levels = poolStack(kind, grid.values, grid.side, layers)
  const gradient = poolStackGradients(levels, upstream)[0] ?? new Float64Array()
  const outputs = levels.at(-1)?.values ?? new Float64Array()
  const shifts = moves.map(([rows, columns]) => {
    const moved = shifted(grid, rows, columns).values
    return {
      outputs: rootMeanSquare(outputsOf(moved), outputs),
      grid: rootMeanSquare(moved, grid.values),
    }
  })
  const change = (by: number): number =>
    mean(
      places.map((place) => {
        const move = replaceInput(levels, place, (grid.values[place] ?? NaN) + by)
        const moved = move ? Math.abs(move.value - (outputs[move.at] ?? NaN)) : 0
        return over(moved, spike)
      }),
    )
  const changed = mean(shifts.map((shift) => shift.outputs))
  return {
    normKept: over(Math.hypot(...gradient), Math.hypot(...upstream)),
    share: gradient.filter((value) => value !== 0).length / gradient.length,
    shift: over(changed, mean(shifts.map((shift) => shift.grid))),
    shiftOfSpread: over(changed, standardDeviation(outputs)),
    bright: change(spike),
    dark: change(-spike),
    meanMoved: mean(outputs) - mean(grid.values),
  }
}

/** The noise on a pixel: a share of the range from the darkest to the brightest pixel. */
export const noiseOf = ({ values }: Grid, share: number): number =>
  share * (Math.max(...values) - Math.min(...values))

/** The measures of both kinds of pooling on a student's grid, with noise of this share on every pixel in turn. */
export function gridMeasures(
  { grid, layers, upstream }: PoolingGrids,
  share: number,
): Readonly<Record<PoolKind, PoolingMeasures>> {
  const spike = noiseOf(grid, share)
  const of = (kind: PoolKind): PoolingMeasures =>
    poolingMeasures(kind, grid, layers, upstream.values, spike, [...grid.values.keys()])
  return { max: of('max'), average: of('average') }
}
