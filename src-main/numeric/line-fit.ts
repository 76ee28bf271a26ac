/** A straight line fitted to points. */
export interface LineFit {
  readonly slope: number
  readonly intercept: number
  /** Standard error of the slope: from `errors` where they are given, else from the residuals; NaN where neither tells. */
  readonly slopeError: number
}

/**
 * The least-squares line through points. With `errors`, the standard deviation of each y, every point is weighted
 * with 1 / error^2. Throws RangeError for fewer than two different x.
 */
export function fitLine(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  errors: ArrayLike<number> | null = null,
): LineFit {
  const weight = (i: number): number => (errors ? 1 / (errors[i] ?? NaN) ** 2 : 1)
  let total = 0
  let meanX = 0
  let meanY = 0
  for (let i = 0; i < x.length; i++) {
    total += weight(i)
    meanX += weight(i) * (x[i] ?? NaN)
    meanY += weight(i) * (y[i] ?? NaN)
  }
  meanX /= total
  meanY /= total
  let spread = 0
  let shared = 0
  for (let i = 0; i < x.length; i++) {
    spread += weight(i) * ((x[i] ?? NaN) - meanX) ** 2
    shared += weight(i) * ((x[i] ?? NaN) - meanX) * ((y[i] ?? NaN) - meanY)
  }
  if (x.length < 2 || spread === 0) throw new RangeError('A line needs points at two different x at least.')
  const slope = shared / spread
  const intercept = meanY - slope * meanX
  if (errors) return { slope, intercept, slopeError: 1 / Math.sqrt(spread) }
  let residuals = 0
  for (let i = 0; i < x.length; i++) residuals += ((y[i] ?? NaN) - intercept - slope * (x[i] ?? NaN)) ** 2
  return { slope, intercept, slopeError: Math.sqrt(residuals / (x.length - 2) / spread) }
}

/** The line's y at x. */
export const onLine = ({ slope, intercept }: Pick<LineFit, 'slope' | 'intercept'>, x: number): number =>
  intercept + slope * x

/**
 * The line through log y against log x, all of them positive: the slope is the exponent of a power law.
 * `relativeErrors`: the standard deviation of each y divided by y, which is that of log y where it is small.
 */
export function fitPowerLaw(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  relativeErrors: ArrayLike<number> | null = null,
): LineFit {
  return fitLine(Array.from(x, Math.log), Array.from(y, Math.log), relativeErrors)
}
