/** Where a plot lies on its picture, and its axes. */
import type { Scale } from './scale.ts'
import type { Box } from './shapes.ts'

export interface Frame {
  readonly x: Scale
  readonly y: Scale
  readonly plot: Box
}

/** Whether the pixel (x, y) lies within the plot, its edge included. */
export const isWithin = ({ plot }: Frame, x: number, y: number): boolean =>
  x >= plot.left - 0.5 && x <= plot.right + 0.5 && y >= plot.top - 0.5 && y <= plot.bottom + 0.5
