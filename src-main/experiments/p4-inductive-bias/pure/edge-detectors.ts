/**
 * The edge-detector filters of the homework's frozen CNN for kernels of this side: a detector of horizontal edges
 * [side, side] and of vertical ones, its transpose. Side 7: a row of +1 above a row of -1, rows 2 and 3 from 0;
 * side 2: the same in all there is; others: a generalised Sobel filter, y / (x^2 + y^2) from the centre.
 */
export function edgeDetectors(side: number): {
  readonly horizontal: Float32Array
  readonly vertical: Float32Array
} {
  const horizontal = new Float32Array(side * side)
  const centre = (side - 1) / 2
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++)
      horizontal[row * side + column] = detectorValue(side, row, row - centre, column - centre)
  const vertical = horizontal.map((_, i) => horizontal[(i % side) * side + Math.floor(i / side)] ?? 0)
  return { horizontal, vertical }
}

function detectorValue(side: number, row: number, y: number, x: number): number {
  if (side === 7) return row === 2 ? 1 : row === 3 ? -1 : 0
  if (side === 2) return row === 0 ? 1 : -1
  const square = x * x + y * y
  return square === 0 ? 0 : y / square
}

/**
 * The three filters [3, side, side] of both frozen convolutions: horizontal, vertical, and a third, which is
 * `random` [side, side] for side 7 and zero for others.
 */
export function frozenFilters(side: number, random: Float32Array): Float32Array {
  const { horizontal, vertical } = edgeDetectors(side)
  const filters = new Float32Array(3 * side * side)
  filters.set(horizontal)
  filters.set(vertical, side * side)
  if (side === 7) filters.set(random, 2 * side * side)
  return filters
}
