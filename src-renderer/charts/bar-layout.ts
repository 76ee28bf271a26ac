/** What the shapes of a bar chart are laid out in. */
import type { Scale } from '#figures/scale.ts'
import type { Box, Shape } from '#figures/shapes.ts'

export const labelSize = 13

export type Text = Extract<Shape, { kind: 'text' }>

/** A text of a bar chart, quiet unless told. */
export function textAt(x: number, y: number, text: string, more: Partial<Text> = {}): Text {
  return { kind: 'text', x, y, text, ink: 'text-quiet', size: labelSize, ...more }
}

/** Where the plot lies and which way its bars run. */
export interface Layout {
  readonly plot: Box
  readonly value: Scale
  readonly isHorizontal: boolean
}
