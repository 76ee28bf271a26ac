import { ParamsError, type Refusal } from '#contract/params.ts'
import type { Random } from '#numeric/random.ts'
import { listRefusal, randomGrid, typedGrid, type Grid } from './grids.ts'
import {
  checkPoolStack,
  poolRoutes,
  poolStack,
  poolStackGradients,
  poolTies,
  type PoolCheck,
  type PoolKind,
  type PoolLevel,
  type PoolRoute,
  type PoolTie,
} from './pooling-stack.ts'

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

/** What the grids of parts 3c and 3d are made from. */
export interface PoolingParams {
  readonly poolSide: number
  readonly layers: number
  readonly poolGrid: 'typed' | 'random'
  /** Row by row; not used for a random grid. */
  readonly pixels: readonly number[]
  readonly poolUpstream: 'ones' | 'random' | 'typed'
  /** Row by row; used for a typed dY only. */
  readonly outputGradient: readonly number[]
}

/** The grid that parts 3c and 3d pool, and the gradient on the output. */
export interface PoolingGrids {
  readonly grid: Grid
  readonly layers: number
  /** dY; its side is that of the grid halved `layers` times, rounded down each time. */
  readonly upstream: Grid
}

/** The side of the output of `layers` pooling layers. */
export const pooledSide = (side: number, layers: number): number => Math.floor(side / 2 ** layers)

/** A gradient of this side on an output: all ones, or standard normal from `random`. */
export const outputGradientOf = (kind: 'ones' | 'random', side: number, random: Random): Grid =>
  kind === 'ones'
    ? { side, values: new Float64Array(side * side).fill(1) }
    : randomGrid(side, random.fork('3c.upstream'))

/** A grid too small for its layers, or a typed list of the wrong length; null where all fits. */
export function poolingRefusal(params: PoolingParams): Refusal | null {
  const { poolSide, layers } = params
  const side = pooledSide(poolSide, layers)
  if (side < 1)
    return {
      field: 'poolSide',
      message: `Grid side (poolSide) is ${poolSide} and cannot be halved ${times(layers)}; use a side of ${2 ** layers} at least, or fewer layers.`,
    }
  return (
    (params.poolGrid === 'typed' ? listRefusal('pixels', 'Pixels', params.pixels, poolSide) : null) ??
    (params.poolUpstream === 'typed'
      ? listRefusal('outputGradient', 'Typed dY', params.outputGradient, side)
      : null)
  )
}

/** Warns of a side that does not halve evenly. */
export const poolingWarnings = ({ poolSide, layers }: PoolingParams): readonly string[] =>
  poolSide % 2 ** layers === 0
    ? []
    : [
        `A side of ${poolSide} cannot be halved evenly ${times(layers)}: the last rows and columns fill no window and get no gradient.`,
      ]

/**
 * The grids of a run of part 3c or 3d; `random` is the run's generator (seed, no path). Throws ParamsError where
 * `poolingRefusal` finds something wrong.
 */
export function poolingGrids(params: PoolingParams, random: Random): PoolingGrids {
  const refusal = poolingRefusal(params)
  if (refusal) throw new ParamsError(refusal.field, refusal.message)
  const { poolSide, layers, poolUpstream } = params
  const side = pooledSide(poolSide, layers)
  return {
    grid:
      params.poolGrid === 'random'
        ? randomGrid(poolSide, random.fork('3c.grid'))
        : typedGrid(params.pixels, poolSide),
    layers,
    upstream:
      poolUpstream === 'typed'
        ? typedGrid(params.outputGradient, side)
        : outputGradientOf(poolUpstream, side, random),
  }
}

/** One kind of pooling, forward and backward. */
export interface PoolingPass {
  readonly kind: PoolKind
  /** From the grid (0) to the output (`layers`). */
  readonly levels: readonly PoolLevel[]
  /** On each level; gradients[0] is dX. */
  readonly gradients: readonly Float64Array[]
  readonly routes: readonly PoolRoute[]
  readonly ties: readonly PoolTie[]
}

/** Forward and backward pass through the stack of part 3c. */
export function poolingPass(kind: PoolKind, { grid, layers, upstream }: PoolingGrids): PoolingPass {
  const levels = poolStack(kind, grid.values, grid.side, layers)
  return {
    kind,
    levels,
    gradients: poolStackGradients(levels, upstream.values),
    routes: poolRoutes(levels, upstream.values),
    ties: poolTies(levels),
  }
}

/** Finite differences of the stack of part 3c, cell by cell of the grid; ties excluded. */
export function checkPooling(kind: PoolKind, grids: PoolingGrids): PoolCheck {
  const { levels, gradients } = poolingPass(kind, grids)
  return checkPoolStack(levels, gradients[0] ?? new Float64Array(), grids.upstream.values)
}

/** What is left of the gradient some layers back from the output. */
export interface LevelSummary {
  /** Layers between this level and the output: 0 for dY itself. */
  readonly depth: number
  readonly side: number
  readonly nonzeros: number
  /** Nonzeros over all entries. */
  readonly share: number
  readonly norm: number
  /**
   * The derived share and norm. Each nonzero entry of dY reaches one entry through max pooling, and the 4^depth entries
   * of its block through average pooling; their share is of all entries, those that fill no window (of a side that cannot
   * be halved evenly) among them. The norm is dY's for max, and dY's / 2^depth for average.
   */
  readonly shareTheory: number
  readonly normTheory: number
}

const normOf = (values: Float64Array): number => Math.hypot(...values)
const nonzerosOf = (values: Float64Array): number => values.filter((value) => value !== 0).length

/** Share of nonzeros and norm of the gradient at every level, from the output back to the grid. */
export function levelSummaries({ kind, levels, gradients }: PoolingPass): readonly LevelSummary[] {
  const upstream = gradients.at(-1) ?? new Float64Array()
  const reaching = nonzerosOf(upstream)
  return [...gradients.keys()].reverse().map((level, depth) => {
    const gradient = gradients[level] ?? new Float64Array()
    return {
      depth,
      side: levels[level]?.side ?? 0,
      nonzeros: nonzerosOf(gradient),
      share: nonzerosOf(gradient) / gradient.length,
      norm: normOf(gradient),
      shareTheory: (reaching * (kind === 'max' ? 1 : 4 ** depth)) / gradient.length,
      normTheory: normOf(upstream) / (kind === 'max' ? 1 : 2 ** depth),
    }
  })
}
