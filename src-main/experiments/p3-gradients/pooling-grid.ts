import { ParamsError } from '#contract/params.ts'
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
} from '#numeric/pooling-stack.ts'
import type { Random } from '#numeric/random.ts'
import type { Problem3Params } from './fields.ts'
import { randomGrid, typedGrid, type Grid } from './grids.ts'

/** What parts c and d pool, and the gradient on what comes out. */
export interface PoolingGrids {
  readonly grid: Grid
  readonly layers: number
  /** dY; its side is that of the grid halved `layers` times, rounded down each time. */
  readonly upstream: Grid
}

type PoolingParams = Pick<
  Problem3Params,
  'poolSide' | 'layers' | 'poolGrid' | 'pixels' | 'poolUpstream' | 'outputGradient'
>

/** The side of the output of `layers` pools. */
export const pooledSide = (side: number, layers: number): number => Math.floor(side / 2 ** layers)

/** A gradient of this side on an output: all ones, or standard normal from `random`. */
export const outputGradientOf = (kind: 'ones' | 'random', side: number, random: Random): Grid =>
  kind === 'ones'
    ? { side, values: new Float64Array(side * side).fill(1) }
    : randomGrid(side, random.fork('3c.upstream'))

/**
 * The grids of a run of part c or d; `random` is the run's generator (seed, no path). Throws ParamsError where the
 * grid is too small for its layers or a typed list has another length.
 */
export function poolingGrids(params: PoolingParams, random: Random): PoolingGrids {
  const { poolSide, layers, poolUpstream } = params
  const side = pooledSide(poolSide, layers)
  if (side < 1)
    throw new ParamsError(
      'poolSide',
      `A grid of side ${poolSide} (poolSide) cannot be halved ${layers} times; use a side of ${2 ** layers} at least, or fewer layers.`,
    )
  return {
    grid:
      params.poolGrid === 'random'
        ? randomGrid(poolSide, random.fork('3c.grid'))
        : typedGrid('pixels', 'Pixels', params.pixels, poolSide),
    layers,
    upstream:
      poolUpstream === 'typed'
        ? typedGrid('outputGradient', 'Typed dY', params.outputGradient, side)
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

/** Forward and backward pass through the stack of part c. */
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

/** Finite differences of the stack of part c, cell by cell of the grid; ties excluded. */
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
   * What the derivation says of share and norm: max 4^-depth times dY's share, and dY's norm; average dY's share, and
   * dY's norm / 2^depth. A side that cannot be halved evenly leaves entries without gradient, and a smaller share.
   */
  readonly shareTheory: number
  readonly normTheory: number
}

const normOf = (values: Float64Array): number => Math.hypot(...values)
const nonzerosOf = (values: Float64Array): number => values.filter((value) => value !== 0).length

/** Share of nonzeros and norm of the gradient at every level, from the output back to the grid. */
export function levelSummaries({ kind, levels, gradients }: PoolingPass): readonly LevelSummary[] {
  const upstream = gradients.at(-1) ?? new Float64Array()
  const share = nonzerosOf(upstream) / upstream.length
  return [...gradients.keys()].reverse().map((level, depth) => {
    const gradient = gradients[level] ?? new Float64Array()
    return {
      depth,
      side: levels[level]?.side ?? 0,
      nonzeros: nonzerosOf(gradient),
      share: nonzerosOf(gradient) / gradient.length,
      norm: normOf(gradient),
      shareTheory: kind === 'max' ? share / 4 ** depth : share,
      normTheory: normOf(upstream) / (kind === 'max' ? 1 : 2 ** depth),
    }
  })
}
