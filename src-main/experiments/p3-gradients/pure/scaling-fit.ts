import { fitPowerLaw, type LineFit } from '#numeric/line-fit.ts'

/** The measured variance at one image side, and its standard error. */
export interface MeasuredVariance {
  readonly variance: number
  readonly varianceError: number
}

/** Half the width, in standard errors, of an interval that holds the true value 95 times in 100. */
export const ofInterval = 1.959963984540054

/**
 * The power law through standard deviations at these sides, n or m, each weighted by its relative error. `deviations`:
 * the measured ones unless others (the derived) are to be fitted with the same weights.
 */
export function fitDeviations(
  sides: readonly number[],
  measured: readonly MeasuredVariance[],
  draws: number,
  deviations: readonly number[] = measured.map(({ variance }) => Math.sqrt(variance)),
): LineFit {
  // The relative error of a square root is half that of its argument. A single product of two random signs always has
  // the same square; the floor keeps the weight of such a point finite.
  const errors = measured.map(({ variance, varianceError }) =>
    Math.max(varianceError / variance / 2, 1 / draws),
  )
  return fitPowerLaw(sides, deviations, errors)
}
