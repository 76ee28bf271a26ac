export type FilterName = 'vertical' | 'horizontal' | 'blur'

/** The coefficients of (1 + z)^n: a blur that tends to a normal density as n grows. */
function binomialRow(n: number): number[] {
  let row = [1]
  for (let i = 0; i < n; i++) row = [...row, 0].map((value, at) => value + (row[at - 1] ?? 0))
  return row
}

/** The difference of a binomial blur and the same blur one pixel further, k entries; for k = 1 the pixel itself. */
function derivativeRow(k: number): number[] {
  if (k === 1) return [1]
  const blur = binomialRow(k - 2)
  return [...blur, 0].map((value, at) => (blur[at - 1] ?? 0) - value)
}

/**
 * The filter of side k that the training on many images has to find, of norm 1. For k = 3 the edges are Sobel's
 * filters; for k = 1 no edge can be seen and every filter is the pixel itself.
 */
export function edgeFilter(name: FilterName, side: number): Float64Array {
  const blur = binomialRow(side - 1)
  const change = derivativeRow(side)
  const down = name === 'horizontal' ? change : blur
  const across = name === 'vertical' ? change : blur
  const filter = Float64Array.from({ length: side * side }, (_, at) => {
    return (down[Math.floor(at / side)] ?? NaN) * (across[at % side] ?? NaN)
  })
  const norm = Math.hypot(...filter)
  return filter.map((value) => value / norm)
}
