import { averagePool, averagePoolGradient, maxPool, maxPoolGradient, type Pooling } from '#numeric/pooling.ts'
import { checkLength, type Values } from '#numeric/windows.ts'

export type PoolKind = 'max' | 'average'

const halving: Pooling = { size: 2, stride: 2, padding: 0 }
const square = (side: number) => ({ count: 1, channels: 1, height: side, width: side })

/** One square grid on the way through a stack of pools. */
export interface PoolLevel {
  readonly side: number
  readonly values: Float64Array
  /** Max only: for each value the place in the grid before it that it was taken from; null for averages and the input. */
  readonly winners: Int32Array | null
}

/**
 * A square grid pooled `layers` times, 2 x 2 with stride 2: levels[0] is the input, the last level the output. A last
 * row and column that fill no window are left out. Throws RangeError where nothing is left to pool.
 */
export function poolStack(kind: PoolKind, image: Values, side: number, layers: number): readonly PoolLevel[] {
  checkLength('grid', image, side * side)
  if (side < 2 ** layers)
    throw new RangeError(`A grid of side ${side} cannot be halved ${layers} times; it needs ${2 ** layers}.`)
  let below: PoolLevel = { side, values: Float64Array.from(image), winners: null }
  const levels = [below]
  for (let layer = 0; layer < layers; layer++) {
    const half = Math.floor(below.side / 2)
    const level: PoolLevel =
      kind === 'max'
        ? maximum(below.values, below.side)
        : { side: half, values: averagePool(below.values, square(below.side), halving), winners: null }
    levels.push(level)
    below = level
  }
  return levels
}

function maximum(values: Float64Array, side: number): PoolLevel {
  const { output, winners } = maxPool(values, square(side), halving)
  return { side: Math.floor(side / 2), values: output, winners }
}

/** The gradient on every level of a stack, from a gradient on its output: gradients[0] is dX, the last one dY. */
export function poolStackGradients(levels: readonly PoolLevel[], upstream: Values): readonly Float64Array[] {
  checkLength('gradient on the stack', upstream, levels.at(-1)?.values.length ?? 0)
  const gradients: Float64Array[] = [Float64Array.from(upstream)]
  for (let level = levels.length - 1; level > 0; level--) {
    const above = gradients[0] ?? new Float64Array()
    const batch = square(levels[level - 1]?.side ?? 0)
    const winners = levels[level]?.winners
    gradients.unshift(
      winners ? maxPoolGradient(above, winners, batch) : averagePoolGradient(above, batch, halving),
    )
  }
  return gradients
}

/** One step of the gradient's way: from a place in level `layer` to a place in the level before it. */
export interface PoolRoute {
  /** 1 for the first pool; `from` lies in levels[layer], `to` in levels[layer - 1]. */
  readonly layer: number
  readonly from: number
  readonly to: number
  /** What arrives: all of the gradient at `from` (max) or a quarter of it (average). */
  readonly gradient: number
}

/** Every step of the gradient from the output of a stack to its input, the last layer first. */
export function poolRoutes(levels: readonly PoolLevel[], upstream: Values): readonly PoolRoute[] {
  const gradients = poolStackGradients(levels, upstream)
  const routes: PoolRoute[] = []
  for (let layer = levels.length - 1; layer > 0; layer--) {
    const { winners = null, values } = levels[layer] ?? { values: new Float64Array() }
    values.forEach((_, from) => {
      const gradient = gradients[layer]?.[from] ?? NaN
      if (winners) routes.push({ layer, from, to: winners[from] ?? -1, gradient })
      else
        for (const to of windowOf(levels, layer, from))
          routes.push({ layer, from, to, gradient: gradient / 4 })
    })
  }
  return routes
}

/** The four places of levels[layer - 1] under one place of levels[layer], row by row. */
export function windowOf(levels: readonly PoolLevel[], layer: number, at: number): readonly number[] {
  const side = levels[layer]?.side ?? 0
  const wide = levels[layer - 1]?.side ?? 0
  const first = 2 * Math.floor(at / side) * wide + 2 * (at % side)
  return [first, first + 1, first + wide, first + wide + 1]
}

/** A window whose maximum occurs more than once: the first in row-major order gets the gradient, as in PyTorch. */
export interface PoolTie {
  readonly layer: number
  /** Place in levels[layer]. */
  readonly at: number
  /** Places in levels[layer - 1] that hold the maximum; the first is the winner. */
  readonly equal: readonly number[]
}

/** The ties of a max stack; none for averages, which have no winners. */
export function poolTies(levels: readonly PoolLevel[]): readonly PoolTie[] {
  return levels.flatMap(({ values, winners }, layer) =>
    winners === null
      ? []
      : Array.from(values, (value, at) => ({
          layer,
          at,
          equal: windowOf(levels, layer, at).filter((place) => levels[layer - 1]?.values[place] === value),
        })).filter(({ equal }) => equal.length > 1),
  )
}

/** Finite differences of the weighted sum of a stack's outputs, and the cells where there are none. */
export interface PoolCheck {
  /** Per input cell; NaN where it could not be checked. */
  readonly differences: Float64Array
  /** Largest |difference - dX| of the cells that could be checked; 0 where none could. */
  readonly maxError: number
  /**
   * Cells left out: they tie, or nearly do, for the maximum that reaches the output, so it has no derivative there. A
   * tie in a window whose maximum loses further up moves no output, and is checked.
   */
  readonly excluded: readonly number[]
}

/** What one changed cell of the input makes of the one output above it. */
export interface PoolMove {
  /** Which output. */
  readonly at: number
  readonly value: number
  /** True where every maximum on the way is still taken from the same place. */
  readonly isSame: boolean
}

/**
 * Pools again with one cell of levels[0] replaced by `value`: only one window in each layer can change, so only those
 * are looked at. Null where the cell lies under no output.
 */
export function replaceInput(levels: readonly PoolLevel[], cell: number, value: number): PoolMove | null {
  let move: PoolMove = { at: cell, value, isSame: true }
  for (let layer = 1; layer < levels.length; layer++) {
    const below = levels[layer - 1]
    const { side = 0, winners = null } = levels[layer] ?? {}
    const wide = below?.side ?? 0
    const row = Math.floor(move.at / wide / 2)
    const column = Math.floor((move.at % wide) / 2)
    if (row >= side || column >= side) return null
    const at = row * side + column
    const places = windowOf(levels, layer, at)
    const entries = places.map((place) => (place === move.at ? move.value : (below?.values[place] ?? NaN)))
    const largest = Math.max(...entries)
    move = winners
      ? { at, value: largest, isSame: move.isSame && places[entries.indexOf(largest)] === winners[at] }
      : { ...move, at, value: entries.reduce((sum, entry) => sum + entry, 0) / 4 }
  }
  return move
}

/** Checks dX of a stack cell by cell against central differences of the sum of dY times output. */
export function checkPoolStack(
  levels: readonly PoolLevel[],
  gradient: Values,
  upstream: Values,
  step = 1e-5,
): PoolCheck {
  const differences = Float64Array.from(levels[0]?.values ?? [], (value, cell) => {
    const above = replaceInput(levels, cell, value + step)
    const below = replaceInput(levels, cell, value - step)
    if (!above || !below) return 0
    const weight = upstream[above.at] ?? NaN
    const isMoved = above.value !== below.value
    if (isMoved && weight !== 0 && !(above.isSame && below.isSame)) return NaN
    return (weight * (above.value - below.value)) / (2 * step)
  })
  const excluded = [...differences.keys()].filter((at) => Number.isNaN(differences[at]))
  const errors = Array.from(differences, (value, at) => Math.abs(value - (gradient[at] ?? NaN)))
  return { differences, maxError: Math.max(0, ...errors.filter((error) => !Number.isNaN(error))), excluded }
}
