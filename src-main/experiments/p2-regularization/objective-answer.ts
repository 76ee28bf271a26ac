import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { bandWidth } from './pure/dropout-estimate.ts'
import { tex } from '#text/number-tex.ts'
import { measured } from '../answer-text.ts'
import { values } from './objective-values.ts'

const relative = (a: number, b: number): number =>
  Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-300)
/** "a relative difference of 3 x 10^-16", or that there is none to the last digit. */
const gap = (difference: number): string =>
  difference === 0 ? 'equal to the last digit' : String.raw`a relative difference of $${tex(difference)}$`

interface Sampling {
  readonly mean: number
  readonly error: number
  readonly closed: number
  readonly keep: number
  readonly draws: number
}

/** With fewer masks in which a given entry is kept, or dropped, the mean is not close to normal. */
const enoughMasks = 100

/** How the Monte Carlo mean of this run compares with the closed form. */
function sampling({ mean, error, closed, keep, draws }: Sampling): string {
  const distance = Math.abs(mean - closed)
  if (error === 0)
    return String.raw`Every mask drawn gave the same error, $${tex(mean)}$, so the run shows no spread; ${relative(mean, closed) < 1e-9 ? 'it is that of the closed form' : String.raw`it is $${tex(distance)}$ from the closed form, because the masks that differ are too rare to be among these ${draws}`}.`
  const away = String.raw`The Monte Carlo mean is $${tex(mean)}$ with a standard error of $${tex(error)}$: $${tex(distance / error)}$ standard errors from the closed form`
  const isWithin = distance <= bandWidth * error
  if (draws * Math.min(keep, 1 - keep) < enoughMasks)
    return `${away}, ${isWithin ? 'within' : 'outside'} its 95 % confidence interval; the interval itself is uncertain, because it depends on a few masks that differ greatly from the others. Draw more masks.`
  return `${away}, ${isWithin ? 'within its 95 % confidence interval' : 'outside its 95 % confidence interval, as happens in about one run in twenty; another seed or more masks will show whether it is chance'}.`
}

interface ObjectiveParams {
  readonly keep: number
  readonly draws: number
}

/** The reference answer of part a: the derivation, and the ways in which this run found the expectation. */
export function objectiveAnswer(run: Values, { keep, draws }: ObjectiveParams): string[] {
  const [closed, byRows] = [measured(run, values.closed), measured(run, values.byRows)]
  const [mean, error] = [measured(run, values.monteCarlo), measured(run, values.standardError)]
  const all = values.expected.of(run)
  // Two sums that differ in the last digit of a float are one number, and printed as one.
  const printed = (sum: number): string => tex(relative(sum, closed) < 1e-9 ? closed : sum)
  const enumerated =
    all === null
      ? String.raw`${reasonOf(run, values.expected) ?? ''} That sum is $${printed(byRows)}$, ${gap(relative(byRows, closed))}.`
      : String.raw`The sum over all masks of the whole matrix is $${printed(all)}$, ${gap(relative(all, closed))}.`
  const sampled = sampling({ mean, error, closed, keep, draws })
  return [
    String.raw`Take one row $i$. The kept sum $\sum_j R_{ij} X_{ij} w_j$ has mean $p\,(Xw)_i$, and because the $R_{ij}$ are independent its variance is $\sum_j p(1-p)\,X_{ij}^2 w_j^2$. The mean of a square is the square of the mean plus the variance: $\mathbb E\,(y_i - \sum_j R_{ij}X_{ij}w_j)^2 = (y_i - p(Xw)_i)^2 + p(1-p)\sum_j X_{ij}^2 w_j^2$.`,
    String.raw`Summed over the rows, $\sum_i X_{ij}^2$ is the squared norm of column $j$: $\,{\lVert y - pXw\rVert^2} + {p(1-p)\,\lVert\check\Gamma w\rVert^2}$ with $\check\Gamma = \mathrm{diag}(\lVert X_{:1}\rVert, \dots, \lVert X_{:d}\rVert)$. In this run, at $p = ${tex(keep)}$, the terms are $${tex(measured(run, values.fit))}$ and $${tex(measured(run, values.penalty))}$, and their sum, rounded after adding, is $${tex(closed)}$.`,
    `${enumerated} ${sampled}`,
  ]
}
