import type { Random } from '#numeric/random.ts'

/** A distribution of mean 0 and variance 1. */
export interface UnitDistribution {
  readonly label: string
  /** E[z^4]: 3 for the normal; what it exceeds 3 by makes a sample variance less certain. */
  readonly fourthMoment: number
  draw(random: Random): number
}

const rootOfThree = Math.sqrt(3)

/** Distributions of mean 0 and variance 1 that are alike in nothing else. */
export const unitDistributions = {
  normal: { label: 'Normal', fourthMoment: 3, draw: (random) => random.normal() },
  uniform: {
    label: 'Uniform',
    fourthMoment: 9 / 5,
    draw: (random) => rootOfThree * (2 * random.uniform() - 1),
  },
  exponential: {
    label: 'Exponential, shifted to mean 0',
    fourthMoment: 9,
    // 1 - u is never 0, so the logarithm is finite.
    draw: (random) => -Math.log(1 - random.uniform()) - 1,
  },
  sign: { label: 'Random sign', fourthMoment: 1, draw: (random) => (random.uniform() < 0.5 ? -1 : 1) },
} as const satisfies Readonly<Record<string, UnitDistribution>>

export type DistributionName = keyof typeof unitDistributions

/** Fills `target` with independent draws of standard deviation `deviation`. */
export function fillWithDraws(
  target: Float64Array,
  distribution: UnitDistribution,
  deviation: number,
  random: Random,
): void {
  for (let i = 0; i < target.length; i++) target[i] = deviation * distribution.draw(random)
}
