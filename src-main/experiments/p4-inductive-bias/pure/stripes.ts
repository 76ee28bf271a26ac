/** How striped a filter is: the shares, 0 to 1, of the variance of its weights that rows and columns explain. */
export interface Stripes {
  /** Variance of the row means over the variance of all weights: 1 for perfect horizontal stripes. */
  readonly rows: number
  /** The same of the columns: 1 for perfect vertical stripes. */
  readonly columns: number
}

/** The mean of either share for a filter of independent weights: (side - 1) / (side^2 - 1). */
export const stripesOfNoise = (side: number): number => 1 / (side + 1)

/** The stripes of each of the filters [filters, side, side]; 0 where all weights of a filter are equal. */
export function stripesOf(filters: Float32Array, side: number): Stripes[] {
  const area = side * side
  return Array.from({ length: filters.length / area }, (_, index) => {
    const weights = filters.subarray(index * area, (index + 1) * area)
    const rows = new Float64Array(side)
    const columns = new Float64Array(side)
    weights.forEach((weight, i) => {
      const [row, column] = [Math.floor(i / side), i % side]
      rows[row] = (rows[row] ?? 0) + weight / side
      columns[column] = (columns[column] ?? 0) + weight / side
    })
    const all = spread(weights)
    return all === 0 ? { rows: 0, columns: 0 } : { rows: spread(rows) / all, columns: spread(columns) / all }
  })
}

/** The variance of these numbers about their mean, dividing by their count. */
function spread(values: Float32Array | Float64Array): number {
  let sum = 0
  for (const value of values) sum += value / values.length
  let squares = 0
  for (const value of values) squares += (value - sum) ** 2 / values.length
  return squares
}
