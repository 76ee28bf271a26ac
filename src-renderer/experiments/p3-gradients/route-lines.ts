import type { PoolingPass } from '#experiments/p3-gradients/pure/pooling-grid.ts'

/** One step of the gradient, drawn over the grid: places in cells of the grid, from its top left corner. */
export interface RouteLine {
  readonly key: string
  /** The pool it leads back through; 1 ends in the grid. */
  readonly layer: number
  readonly fromX: number
  readonly fromY: number
  readonly toX: number
  readonly toY: number
  /** What arrives, over the largest entry of dY: 0 to 1. */
  readonly share: number
}

/** The middle of the block of grid cells that a place of a level stands for. */
function middleOf(at: number, side: number, level: number): readonly [x: number, y: number] {
  return [((at % side) + 0.5) * 2 ** level, (Math.floor(at / side) + 0.5) * 2 ** level]
}

/** The way of the gradient from one output (all where null) to the grid, last layer first; nothing where dY is zero. */
export function routeLines({ levels, routes, gradients }: PoolingPass, output: number | null): RouteLine[] {
  const upstream = gradients.at(-1) ?? new Float64Array()
  const largest = Math.max(...upstream.map(Math.abs))
  const reached = new Set<string>(output === null ? [] : [`${levels.length - 1}:${output}`])
  return routes.flatMap(({ layer, from, to, gradient }) => {
    if (gradient === 0 || (output !== null && !reached.has(`${layer}:${from}`))) return []
    reached.add(`${layer - 1}:${to}`)
    const [fromX, fromY] = middleOf(from, levels[layer]?.side ?? 1, layer)
    const [toX, toY] = middleOf(to, levels[layer - 1]?.side ?? 1, layer - 1)
    return [
      { key: `${layer}:${from}:${to}`, layer, fromX, fromY, toX, toY, share: Math.abs(gradient) / largest },
    ]
  })
}

/** The pixel that a place of a max stack's level has its value from. */
function sourceOf({ levels }: PoolingPass, level: number, at: number): number {
  let place = at
  for (let layer = level; layer > 0; layer--) place = levels[layer]?.winners?.[place] ?? -1
  return place
}

/** Pixels whose value ties with another for the maximum of a window, of any layer. */
export function tiedPixels(pass: PoolingPass): ReadonlySet<number> {
  return new Set(
    pass.ties.flatMap(({ layer, equal }) => equal.map((place) => sourceOf(pass, layer - 1, place))),
  )
}

/** Which output a pixel counts towards; null where no full window holds it. */
export function outputAbove(row: number, column: number, layers: number, outputSide: number): number | null {
  const [above, across] = [row >> layers, column >> layers]
  return above < outputSide && across < outputSide ? above * outputSide + across : null
}

/** The pixels that an output is made of. */
export function pixelsUnder(output: number, layers: number, outputSide: number, side: number): number[] {
  const block = 2 ** layers
  const [row, column] = [Math.floor(output / outputSide) * block, (output % outputSide) * block]
  return Array.from(
    { length: block * block },
    (_, i) => (row + Math.floor(i / block)) * side + column + (i % block),
  )
}
