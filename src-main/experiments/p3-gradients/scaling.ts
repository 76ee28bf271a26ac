import { unitDistributions, type DistributionName, fillWithDraws } from './distributions.ts'
import type { Random } from '#numeric/random.ts'
import { mean, standardError } from '#numeric/statistics.ts'
import { outputSide, weightGradient } from './pure/square-convolution.ts'

/** One image side of part 3b. */
export interface ScalingQuestion {
  readonly imageSide: number
  readonly kernelSide: number
  readonly draws: number
  readonly imageDistribution: DistributionName
  readonly imageSigma: number
  readonly gradientDistribution: DistributionName
  readonly gradientSigma: number
}

/** (n - k + 1)^2 sigma_x^2 sigma_g^2, the variance of every entry of dw (part 3b). */
export function derivedVariance({
  imageSide,
  kernelSide,
  imageSigma,
  gradientSigma,
}: Pick<ScalingQuestion, 'imageSide' | 'kernelSide' | 'imageSigma' | 'gradientSigma'>): number {
  return (outputSide(imageSide, kernelSide) * imageSigma * gradientSigma) ** 2
}

/** Products summed between two yields: a few milliseconds. */
const productsTogether = 2e6

/** dw of independent pairs of X and dY, draw by draw: [draws, k * k]. Yields every few milliseconds, so that a stop is heard. */
export function* drawGradients(
  question: ScalingQuestion,
  random: Random,
): Generator<undefined, Float64Array, undefined> {
  const { imageSide, kernelSide, draws } = question
  const side = outputSide(imageSide, kernelSide)
  const image = new Float64Array(imageSide * imageSide)
  const upstream = new Float64Array(side * side)
  const entries = kernelSide * kernelSide
  const gradients = new Float64Array(draws * entries)
  const together = Math.ceil(productsTogether / (image.length * (entries + 2)))
  const [imageRandom, upstreamRandom] = [random.fork('x'), random.fork('dy')]
  for (let draw = 0; draw < draws; draw++) {
    fillWithDraws(image, unitDistributions[question.imageDistribution], question.imageSigma, imageRandom)
    fillWithDraws(
      upstream,
      unitDistributions[question.gradientDistribution],
      question.gradientSigma,
      upstreamRandom,
    )
    gradients.set(weightGradient(image, imageSide, upstream, side), draw * entries)
    if (draw % together === 0) yield
  }
  return gradients
}

/** Estimates from the draws at one image side, for an entry of dw. */
export interface EntryStatistics {
  readonly mean: number
  readonly meanError: number
  readonly variance: number
  readonly varianceError: number
}

/**
 * Mean and variance of the entries of dw, all k * k taken together: they have one distribution, but share dY, so
 * they are uncorrelated and not independent. The standard errors are therefore those of the draws' own averages,
 * which are independent. `gradients`: [draws, entries].
 */
export function entryStatistics(gradients: Float64Array, entries: number): EntryStatistics {
  const draws = gradients.length / entries
  const centre = gradients.reduce((sum, value) => sum + value, 0) / gradients.length
  const means = new Float64Array(draws)
  const squares = new Float64Array(draws)
  for (const [at, value] of gradients.entries()) {
    const draw = Math.floor(at / entries)
    means[draw] = (means[draw] ?? NaN) + value / entries
    squares[draw] = (squares[draw] ?? NaN) + (value - centre) ** 2 / entries
  }
  return {
    mean: centre,
    meanError: standardError(means),
    variance: (mean(squares) * gradients.length) / (gradients.length - 1),
    varianceError: standardError(squares),
  }
}
