/**
 * The central difference quotient (f(x + h) - f(x - h)) / 2h of a function of many numbers, one entry for each
 * of `indices` (all unless told). `point` is put back as it was. For smooth f the error is of order h^2.
 */
export function centralDifferences(
  f: () => number,
  point: Float64Array,
  indices: readonly number[] = Array.from(point.keys()),
  step = 1e-5,
): Float64Array {
  return Float64Array.from(indices, (index) => {
    const value = point[index]
    if (value === undefined) throw new RangeError(`There is no entry ${index} among ${point.length}.`)
    point[index] = value + step
    const above = f()
    point[index] = value - step
    const below = f()
    point[index] = value
    return (above - below) / (2 * step)
  })
}
