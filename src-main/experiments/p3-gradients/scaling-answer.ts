import type { Values } from '#contract/samples.ts'
import { farther } from '#numeric/error-function.ts'
import { tex } from '#text/number-tex.ts'
import { measured } from '../answer-text.ts'
import { unitDistributions } from './distributions.ts'
import { scalingValues as of } from './pure/scaling-values.ts'
import { imageSides, type ScalingParams } from './scaling-training.ts'

/** Standard errors up to which a measured number is said to agree with a derived one. */
const agreeing = 2

/**
 * How a measured number compares with a derived one, `off` standard errors away: what a run that the derivation describes
 * would have to be for that.
 */
export function judged(off: number): string {
  if (!Number.isFinite(off)) return 'too few draws to compare it with the derived value'
  const away = Math.abs(off)
  if (away <= agreeing) return `which agrees ($${tex(away)}$ standard errors away)`
  const one = Number((1 / farther(away)).toPrecision(2))
  return `which is $${tex(away)}$ standard errors away; if the derivation holds, about one run in $${tex(one)}$ deviates as much or more, so ${away < 4 ? 'another seed shows whether that is chance' : 'chance is a poor explanation'}`
}

/** Part 3b: mean 0, variance m^2 sigma_x^2 sigma_g^2, standard deviation linear in m. */
export function answer3b(values: Values, params: ScalingParams): string[] {
  const { kernelSide: k, imageSigma, gradientSigma, draws } = params
  const n = imageSides(params).at(-1) ?? NaN
  const m = n - k + 1
  const last = measured(values, of.sizes).at(-1)
  const [mean, meanError] = [last?.mean ?? NaN, last?.meanError ?? NaN]
  const [slope, slopeError] = [measured(values, of.slope), measured(values, of.slopeError)]
  const theory = measured(values, of.theory)
  const [low, high] = [measured(values, of.varianceLow), measured(values, of.varianceHigh)]
  const isInside = low <= theory && theory <= high
  const shapes = String.raw`$x$ from “${unitDistributions[params.imageDistribution].label}” and $dy$ from “${unitDistributions[params.gradientDistribution].label}”`
  return [
    String.raw`Mean: $dw_{h,l}$ is a sum of $m^2$ products, $m = n-k+1$, and $x$ and $dy$ are independent with mean 0, so $E[dw_{h,l}] = \sum_{i,j} E[x]\,E[dy] = 0$. Measured at $n = ${n}$: $${tex(mean)}$ with standard error $${tex(meanError)}$, ${judged(mean / meanError)}.`,
    String.raw`Variance: one product has $\mathrm{Var}(x\,dy) = E[x^2]\,E[dy^2] = \sigma_x^2\sigma_g^2$. Two products at different $(i,j)$ involve different $x$ and different $dy$, so they are independent, and the variances add: $\mathrm{Var}(dw_{h,l}) = (n-k+1)^2\,\sigma_x^2\,\sigma_g^2$. With $k = ${k}$, $\sigma_x = ${tex(imageSigma)}$ and $\sigma_g = ${tex(gradientSigma)}$ that is $${tex(theory)}$ at $n = ${n}$; $${tex(draws)}$ draws gave $${tex(measured(values, of.variance))}$, 95 % confidence interval $${tex(low)}$ to $${tex(high)}$${isInside ? '' : ', which misses the derived value; if the derivation holds, about one run in twenty does so'}.`,
    String.raw`Growth: the standard deviation is $(n-k+1)\,\sigma_x\sigma_g$, linear in the side of the image: $O(n)$, the square root of the number of places summed over. On logarithmic axes the slope against $m$ is 1: the fit gives $${tex(slope)}$ with standard error $${tex(slopeError)}$, ${judged((slope - 1) / slopeError)}. Against $n$ the same points have slope $${tex(measured(values, of.slopeImage))}$ (derived at these sides: $${tex(measured(values, of.slopeImageTheory))}$)${k > 1 ? String.raw`: $d\log m / d\log n = n/(n-k+1)$ is above 1 and falls to 1 as $n$ grows; at $n = ${n}$ it is $${tex(n / m)}$` : ', the same, because $m = n$ for $k = 1$'}.`,
    `No normal distribution is needed: this run drew ${shapes}. Only means, variances and independence enter. The entries of one $dw$ share $dY$, so they are uncorrelated but not independent; the standard errors here are therefore taken over draws.`,
  ]
}
