import type { Values } from '#contract/samples.ts'
import { unitDistributions } from '#numeric/distributions.ts'
import { numberOf, tex } from '../answer-text.ts'
import { cellOf, tableOf } from './answer-values.ts'
import type { Problem3Params } from './fields.ts'
import { imageSides } from './plan.ts'

/** How a measured number stands to a derived one, `off` standard errors away. */
function judged(off: number): string {
  if (Math.abs(off) <= 2) return 'which agrees'
  return `which is $${tex(Math.abs(off))}$ standard errors off, more than 95 runs in 100 are; another seed shows whether that is chance`
}

/** Part 3b: mean 0, variance m^2 sigma_x^2 sigma_g^2, standard deviation linear in m. */
export function answer3b(values: Values, params: Problem3Params): string[] {
  const { kernelSide: k, imageSigma, gradientSigma, draws } = params
  const sizes = tableOf(values, '3b', 'sizes')
  const sides = imageSides(params)
  const n = sides.at(-1) ?? NaN
  const m = n - k + 1
  const number = (name: string): number => numberOf(values, '3b', name)
  const last = sizes.rows.length - 1
  const [mean, meanError] = [cellOf(sizes, last, 2), cellOf(sizes, last, 3)]
  const slope = number('slope')
  const error = number('slopeError')
  const isInside = number('varianceLow') <= number('theory') && number('theory') <= number('varianceHigh')
  const shapes = String.raw`$x$ from “${unitDistributions[params.imageDistribution].label}” and $dy$ from “${unitDistributions[params.gradientDistribution].label}”`
  return [
    String.raw`Mean: $dw_{h,l}$ is a sum of $m^2$ products, $m = n-k+1$, and $x$ and $dy$ are independent with mean 0, so $E[dw_{h,l}] = \sum_{i,j} E[x]\,E[dy] = 0$. Measured at $n = ${n}$: $${tex(mean)}$ with standard error $${tex(meanError)}$, ${judged(mean / meanError)}.`,
    String.raw`Variance: one product has $\mathrm{Var}(x\,dy) = E[x^2]\,E[dy^2] = \sigma_x^2\sigma_g^2$. Two products at different $(i,j)$ involve different $x$ and different $dy$, so they are independent, and the variances add: $\mathrm{Var}(dw_{h,l}) = (n-k+1)^2\,\sigma_x^2\,\sigma_g^2$. With $k = ${k}$, $\sigma_x = ${tex(imageSigma)}$ and $\sigma_g = ${tex(gradientSigma)}$ that is $${tex(number('theory'))}$ at $n = ${n}$; $${tex(draws)}$ draws gave $${tex(number('variance'))}$, 95 % interval $${tex(number('varianceLow'))}$ to $${tex(number('varianceHigh'))}$${isInside ? '' : ', which misses the derived value, as about one run in twenty does'}.`,
    String.raw`Growth: the standard deviation is $(n-k+1)\,\sigma_x\sigma_g$, linear in the image’s side: $O(n)$, the square root of the number of summed places. On logarithmic axes the slope against $m$ is 1: fitted $${tex(slope)}$ with standard error $${tex(error)}$, ${judged((slope - 1) / error)}. Against $n$ the same points have slope $${tex(number('slopeImage'))}$ (derived at these sides: $${tex(number('slopeImageTheory'))}$)${k > 1 ? String.raw`: $d\log m / d\log n = n/(n-k+1)$ is above 1 and falls to 1 as $n$ grows; at $n = ${n}$ it is $${tex(n / m)}$` : ', the same, because $m = n$ for $k = 1$'}.`,
    `No normal distribution was needed: this run drew ${shapes}. Only means, variances and independence enter. The entries of one $dw$ share $dY$, so they are uncorrelated, but not independent; the standard errors here are taken over draws for that reason.`,
  ]
}
