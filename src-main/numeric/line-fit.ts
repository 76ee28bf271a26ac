import { mean } from './statistics.ts'

/** y = intercept + slope x. */
export interface Line {
  readonly intercept: number
  readonly slope: number
}

/**
 * The line of least squares through points (x, y): slope = sum (x - mean x)(y - mean y) / sum (x - mean x)^2. Null
 * for fewer than two different x, where there is no such line.
 */
export function fitLine(xs: readonly number[], ys: readonly number[]): Line | null {
  const [centreX, centreY] = [mean(xs), mean(ys)]
  let squares = 0
  let products = 0
  xs.forEach((x, i) => {
    squares += (x - centreX) ** 2
    products += (x - centreX) * ((ys[i] ?? NaN) - centreY)
  })
  if (!(squares > 0)) return null
  const slope = products / squares
  return { slope, intercept: centreY - slope * centreX }
}

/** The line's y at x. */
export const onLine = ({ intercept, slope }: Line, x: number): number => intercept + slope * x
