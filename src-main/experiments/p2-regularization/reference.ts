import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'
import { bandWidth } from '#numeric/dropout-estimate.ts'
import {
  answerOf,
  numberOf,
  numberOrNull,
  pending,
  reasonOf,
  tex,
  type ReferenceAnswer,
} from '../answer-text.ts'
import { dataOf, dataProblem } from './data.ts'
import type { Problem2Params } from './fields.ts'
import { values as declarations } from './values.ts'

const relative = (a: number, b: number): number =>
  Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-300)
/** "a relative difference of 3 x 10^-16", or that there is none to the last digit. */
const gap = (difference: number): string =>
  difference === 0 ? 'equal to the last digit' : String.raw`a relative difference of $${tex(difference)}$`

function answer2a(values: Values, { keep }: Problem2Params): string[] {
  const number = (name: string): number => numberOf(values, '2a', name)
  const [closed, mean, error] = [number('closed'), number('monteCarlo'), number('standardError')]
  const all = numberOrNull(values, '2a', 'expected')
  const enumerated =
    all === null
      ? String.raw`${reasonOf(values['2a.expected']) ?? ''} That sum is $${tex(number('byRows'))}$, ${gap(relative(number('byRows'), closed))}.`
      : String.raw`The sum over all masks of the whole matrix is $${tex(all)}$, ${gap(relative(all, closed))}.`
  const isWithin = Math.abs(mean - closed) <= bandWidth * error
  const sampled =
    error === 0
      ? String.raw`Every mask drawn gave the same error, $${tex(mean)}$, so there is no spread to tell.`
      : String.raw`The Monte Carlo mean, $${tex(mean)}$, has a standard error of $${tex(error)}$ and is $${tex(Math.abs(mean - closed) / error)}$ of these away from the closed form, ${isWithin ? 'within its 95 % band' : 'outside its 95 % band, as happens to one run in twenty; another seed, or more masks, shows which it is'}.`
  return [
    String.raw`Look at one row $i$. The kept sum $\sum_j R_{ij} X_{ij} w_j$ has mean $p\,(Xw)_i$, and because the $R_{ij}$ are independent its variance is $\sum_j p(1-p)\,X_{ij}^2 w_j^2$. The mean of a square is the square of the mean plus the variance: $\mathbb E\,(y_i - \sum_j R_{ij}X_{ij}w_j)^2 = (y_i - p(Xw)_i)^2 + p(1-p)\sum_j X_{ij}^2 w_j^2$.`,
    String.raw`Summed over the rows, $\sum_i X_{ij}^2$ is the squared norm of column $j$: $\,{\lVert y - pXw\rVert^2} + {p(1-p)\,\lVert\check\Gamma w\rVert^2}$ with $\check\Gamma = \mathrm{diag}(\lVert X_{:1}\rVert, \dots, \lVert X_{:d}\rVert)$. In this run, at $p = ${tex(keep)}$: $${tex(number('fit'))} + ${tex(number('penalty'))} = ${tex(closed)}$.`,
    `${enumerated} ${sampled}`,
  ]
}

function answer2b(values: Values, { keep, iterations }: Problem2Params): string[] {
  const exact = numberOf(values, '2b', 'closedDistance')
  const derivation = String.raw`Write $\check w$ for the weights that dropout learns and put $w = p\,\check w$ into part a: $\,{\lVert y - pX\check w\rVert^2} = {\lVert y - Xw\rVert^2}$, and $p{(1-p)}\,\lVert\check\Gamma\check w\rVert^2 = \frac{1-p}{p}\lVert\check\Gamma w\rVert^2$. So $w = p\,\check w$ solves the Tikhonov problem with $\Gamma = \sqrt{(1-p)/p}\;\check\Gamma$; here the factor is $\sqrt{${tex(1 - keep)}/${tex(keep)}} = ${tex(Math.sqrt((1 - keep) / keep))}$.`
  const inference =
    'At inference nothing is dropped, so the weights are multiplied by $p$ to keep the mean output as it was in training. Problem 1 divides the kept inputs by their keep probability in training instead, which learns $p\\,\\check w$ at once.'
  const last = numberOrNull(values, '2b', 'lastDistance')
  if (last === null) return [derivation, reasonOf(values['2b.distance']) ?? pending, inference]
  return [
    derivation,
    String.raw`Solved exactly, $p\,\check w$ and $w$ are $${tex(exact)}$ apart. After $${tex(iterations)}$ ${iterations === 1 ? 'step' : 'steps'} of SGD the averaged weights times $p$ are $${tex(numberOf(values, '2b', 'distance'))}$ from the Tikhonov solution, those of the last step $${tex(last)}$; not multiplied by $p$, the average is $${tex(numberOf(values, '2b', 'unscaledDistance'))}$ away. With a fixed learning rate the last weights keep the noise of their masks; the average loses it.`,
    inference,
  ]
}

function answer2c(values: Values, { lambda, gamma }: Problem2Params): string[] {
  const rescaled =
    lambda === 1
      ? ''
      : String.raw` With the penalty $\lambda = ${tex(lambda)}$ in the open, $\tilde w = \Gamma w/\sqrt\lambda$ and $\tilde X = \sqrt\lambda\,X\Gamma^{-1}$.`
  return [
    String.raw`Put $\tilde w = \Gamma w$, so $w = \Gamma^{-1}\tilde w$: $\lVert y - X\Gamma^{-1}\tilde w\rVert^2 + \lVert\tilde w\rVert^2$. That is classical ridge regression with $\lambda = 1$ and data matrix $\tilde X = X\Gamma^{-1}$; the map is one to one, so minimisers go to minimisers.${rescaled}`,
    String.raw`This run solved both, by two methods (reflections for one, singular values for the other)${gamma === 'dense' ? String.raw`, with a $\Gamma$ that is not diagonal` : ''}: mapped back, the weights differ by $${tex(numberOf(values, '2c', 'difference'))}$ of the largest weight, which is rounding.`,
  ]
}

function answer2d(values: Values, params: Problem2Params): string[] {
  const { keep } = params
  const { x } = dataOf(params)
  return [
    String.raw`With $\Gamma = c\,\mathrm{diag}(\lVert X_{:j}\rVert)$ column $j$ of $\tilde X$ is $X_{:j}/(c\,\lVert X_{:j}\rVert)$: every column has norm $1/c$, whatever its scale was. For dropout $c = \sqrt{(1-p)/p}$, so at $p = ${tex(keep)}$ the norm is $\sqrt{p/(1-p)} = ${tex(numberOf(values, '2d', 'formula'))}$; measured on the columns, $${tex(numberOf(values, '2d', 'norm'))}$, none further off than $${tex(numberOf(values, '2d', 'spread'))}$.`,
    String.raw`Batch normalization also removes the scale: it subtracts the mean of each feature over the batch and divides by its standard deviation, which gives every column that varies the norm $\sqrt n$, here $\sqrt{${x.rows}} = ${tex(Math.sqrt(x.rows))}$ (measured mean $${tex(numberOf(values, '2d', 'batchNorm'))}$).`,
    'What is alike: after either, no feature counts for more because of the unit it is measured in. What is not: dropout does not centre (it uses the second moment, not the variance), it never computes a statistic but gets its effect through the objective, and it also shrinks the weights, by an amount that $p$ sets.',
  ]
}

const answers: Readonly<Record<string, (values: Values, params: Problem2Params) => string[]>> = {
  '2a': answer2a,
  '2b': answer2b,
  '2c': answer2c,
  '2d': answer2d,
}

/**
 * The reference answer of a part with the numbers of one run in it. Where the run is not complete, one paragraph says
 * so; where the data have no answer, it says why.
 */
export function referenceAnswer(part: string, values: Values, params: Params): ReferenceAnswer {
  const typed = params as Problem2Params
  if (part in answers && dataProblem(typed) !== null) return { paragraphs: [pending] }
  return answerOf(answers, part, declarations, values, typed)
}
