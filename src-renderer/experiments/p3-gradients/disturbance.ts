import type { Grid } from '#experiments/p3-gradients/pure/grids.ts'
import { shifted } from '#experiments/p3-gradients/pure/pooling-measures.ts'
import { poolStack, type PoolKind } from '#experiments/p3-gradients/pure/pooling-stack.ts'

export type Disturbance = 'brighter' | 'darker' | 'right' | 'down'

/** The ways to disturb a grid that part 3d shows, with the labels of their buttons. */
export const disturbances: readonly { readonly value: Disturbance; readonly label: string }[] = [
  { value: 'brighter', label: 'One pixel brighter' },
  { value: 'darker', label: 'One pixel darker' },
  { value: 'right', label: 'Everything moved right' },
  { value: 'down', label: 'Everything moved down' },
]

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
