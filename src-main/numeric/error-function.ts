/** erfc(x) for x >= 0 to 1.2e-7 of its value (Press et al., Numerical Recipes, 2nd edition, section 6.2). */
export function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2)
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
    1.00002368, -1.26551223,
  ]
  return t * Math.exp(-x * x + coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0))
}

/** The probability that a normal variable lies this many standard deviations from its mean, or farther, on either side. */
export const farther = (deviations: number): number => complementaryError(Math.abs(deviations) / Math.SQRT2)
