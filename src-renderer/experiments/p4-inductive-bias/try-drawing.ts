import { bandPixels, bandSide } from '#experiments/p4-inductive-bias/pure/band-image.ts'

/** A free drawing: 784 intensities from 0 to 1, row by row. Replaced, never changed in place. */
export type Drawing = Float64Array

/** A place of the image: row and column of a pixel, 0 to 27. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** An image of one intensity. */
export const emptyDrawing = (background: number): Drawing => new Float64Array(bandPixels).fill(background)

/** The drawing after a straight stroke of a square brush `width` pixels a side, both ends included. */
export function stroke(drawing: Drawing, from: Place, to: Place, width: number, intensity: number): Drawing {
  const next = drawing.slice()
  const steps = Math.max(1, Math.abs(to.row - from.row), Math.abs(to.column - from.column))
  for (let step = 0; step <= steps; step++) {
    const share = step / steps
    const top = Math.round(from.row + share * (to.row - from.row)) - Math.floor((width - 1) / 2)
    const left = Math.round(from.column + share * (to.column - from.column)) - Math.floor((width - 1) / 2)
    for (let row = Math.max(0, top); row < Math.min(bandSide, top + width); row++)
      next.fill(
        intensity,
        row * bandSide + Math.max(0, left),
        row * bandSide + Math.max(0, Math.min(bandSide, left + width)),
      )
  }
  return next
}

/** Values of an image in the order of a permutation: place i shows pixel permutation[i]. */
export function permutedValues(values: ArrayLike<number>, permutation: ArrayLike<number>): Float32Array {
  return Float32Array.from({ length: values.length }, (_, i) => values[permutation[i] ?? -1] ?? Number.NaN)
}
