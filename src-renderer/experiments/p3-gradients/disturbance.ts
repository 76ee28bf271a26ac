import { shifted, type Grid } from '#experiments/p3-gradients/definition.ts'
import { poolStack, type PoolKind } from '#numeric/pooling-stack.ts'

export type Disturbance = 'brighter' | 'darker' | 'right' | 'down'

/** The ways to disturb a grid that part d shows, in the words of its buttons. */
export const disturbances: readonly { readonly value: Disturbance; readonly label: string }[] = [
  { value: 'brighter', label: 'One pixel brighter' },
  { value: 'darker', label: 'One pixel darker' },
  { value: 'right', label: 'All moved right' },
  { value: 'down', label: 'All moved down' },
]

/** The noise on a pixel: a share of the range from the darkest to the brightest pixel. */
export const noiseOf = ({ values }: Grid, share: number): number =>
  share * (Math.max(...values) - Math.min(...values))

/** The grid with one pixel changed by `noise`, or moved by one pixel. */
export function disturbed(grid: Grid, kind: Disturbance, pixel: number, noise: number): Grid {
  if (kind === 'right') return shifted(grid, 0, 1)
  if (kind === 'down') return shifted(grid, 1, 0)
  const change = kind === 'brighter' ? noise : -noise
  return { ...grid, values: grid.values.map((value, at) => (at === pixel ? value + change : value)) }
}

/** Outputs of the stack on the disturbed grid less those on the grid. */
export function outputChange(kind: PoolKind, grid: Grid, after: Grid, layers: number): Float64Array {
  const outputsOf = ({ values, side }: Grid) => poolStack(kind, values, side, layers).at(-1)?.values
  const before = outputsOf(grid)
  return (outputsOf(after) ?? new Float64Array()).map((value, at) => value - (before?.[at] ?? NaN))
}
