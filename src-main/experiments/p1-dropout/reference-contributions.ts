import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf, trainingsOf } from './plan.ts'
import { instability } from './reference-stability.ts'
import { numberOf, numberOrNull, reasonOf, steps, tex, texWeights } from './reference-text.ts'
import { dropoutSolution, expectedWeights } from './theory.ts'

interface Terms {
  readonly first: number
  readonly second: number
}

/** "10.89 and 0.1089 (a ratio of 100; w = ...)", the terms of one training. */
function shown({ first, second }: Terms, params: Problem1Params): string {
  const { x1, x2 } = params
  const ratio = first === 0 || second === 0 ? '' : String.raw`a ratio of $${tex(first / second)}$; `
  const weights =
    x1 !== 0 && x2 !== 0
      ? String.raw` (${ratio}$w = ${texWeights({ w1: first / x1, w2: second / x2 })}$)`
      : ''
  return `$${tex(first)}$ and $${tex(second)}$${weights}`
}

/** One paragraph for each training where one is unstable: why it is, and what both came to. */
function unstablePair(values: Values, params: Problem1Params): string[] | null {
  const pair = trainingsOf('1f', params).map((training) => ({ training, why: instability(training) }))
  if (pair.every(({ why }) => why === null)) return null
  return pair.map(({ training: { track, iterations }, why }) => {
    const first = numberOrNull(values, '1f', `${track}.term1`)
    const second = numberOrNull(values, '1f', `${track}.term2`)
    const end =
      first === null || second === null
        ? (reasonOf(values[`1f.${track}.term1`]) ?? '')
        : `After ${steps(iterations)} the terms of the output, $x_1 w_1$ and $x_2 w_2$, are ${shown({ first, second }, params)}${why === null ? '' : ', but while the descent is unstable they are no estimate of where it would settle'}.`
    return `${track === 'plain' ? 'Without' : 'With'} dropout. ${why === null ? '' : `${why} `}${end}`
  })
}

/** Why the terms without dropout are as they are: it depends on the optimizer and on the inputs. */
function plainReason(params: Problem1Params): string {
  const { x1, x2, start1, start2, optimizer } = params
  const [larger, smaller] = [Math.max(Math.abs(x1), Math.abs(x2)), Math.min(Math.abs(x1), Math.abs(x2))]
  const moved = start1 === 0 && start2 === 0 ? 'grows' : 'changes'
  const work =
    larger === smaller
      ? 'inputs of equal size share the work equally'
      : larger >= 3 * smaller
        ? 'the larger input does nearly all the work'
        : 'the larger input does more of the work'
  if (optimizer === 'adam')
    return `Without dropout Adam moves both weights by equal amounts, so a term ${moved} in proportion to the size of its input: ${larger === smaller ? work : 'the larger input does more of the work'}.`
  return `Without dropout the gradient is a multiple of $x$, so a weight ${moved} in proportion to its input, and its term to the square of it: ${work}.`
}

/** How the measured terms with dropout stand to the equal ones of the formula. */
function measuredAgainst(params: Problem1Params): string {
  const point = pointOf(params)
  const { dropRate, learningRate, iterations } = params
  const goal = dropoutSolution(point, dropRate)
  const formula = String.raw`The formula of part c makes each of them $qy/(1+q) = ${tex(point.x1 * goal.w1)}$.`
  if (params.optimizer !== 'sgd')
    return `${formula} What this run leaves of a difference is training not finished, and noise.`
  const start = { w1: params.start1, w2: params.start2 }
  const mean = expectedWeights(point, dropRate, start, learningRate, iterations)
  return String.raw`${formula} Averaged over all possible masks they would be $${tex(point.x1 * mean.w1)}$ and $${tex(point.x2 * mean.w2)}$ after ${steps(iterations)}: the difference between those two and the formula is training not finished, and the rest is the noise of this run.`
}

/** Part 1f: terms of the output in the ratio of squares without dropout, and equal with it. */
export function answer1f(values: Values, params: Problem1Params): string[] {
  const unstable = unstablePair(values, params)
  if (unstable) return unstable
  const { x1, x2, y } = params
  const q = 1 - params.dropRate
  const terms = (track: string): Terms => ({
    first: numberOf(values, '1f', `${track}.term1`),
    second: numberOf(values, '1f', `${track}.term2`),
  })
  const numbers = String.raw`Without dropout the terms of the output, $x_1 w_1$ and $x_2 w_2$, are ${shown(terms('plain'), params)}. With dropout they are ${shown(terms('dropout'), params)}.`
  if (x1 === 0 && x2 === 0)
    return [numbers, 'Both inputs are zero, so both terms are 0 whatever the weights are.']
  if (params.dropRate === 0)
    return [
      numbers,
      'At drop rate 0 the second training drops nothing either, so it repeats the first. Choose a drop rate above 0 to see what this part is about.',
      ...(x1 !== 0 && x2 !== 0 && y !== 0 ? [plainReason(params)] : []),
    ]
  if (y === 0)
    return [
      numbers,
      'With target 0 the weights zero satisfy every masked row, so both trainings make for terms whose sum is 0. Choose another target to see what dropout changes.',
    ]
  if (x1 === 0 || x2 === 0)
    return [
      numbers,
      String.raw`Only one input is not zero, so there is one term, and nothing to share between two: without dropout it is trained towards $y = ${tex(y)}$, with dropout towards $qy = ${tex(q * y)}$, because the penalty $\frac{p}{1-p}\sum_j (x_j w_j)^2$ shrinks it.`,
    ]
  const penalty = String.raw`The expected loss contains $\frac{p}{1-p}\sum_j (x_j w_j)^2$, and for a given output a sum of squares is least when the terms are equal.`
  const pulls = String.raw`With only $x_1$ kept the row asks for $w_1 = qy/x_1 = ${tex((q * y) / x1)}$, with only $x_2$ kept for $w_2 = qy/x_2 = ${tex((q * y) / x2)}$: each input must be able to carry the output alone.`
  const isEqualAlready = Math.abs(x1) === Math.abs(x2)
  return [
    numbers,
    plainReason(params),
    `${isEqualAlready ? 'Dropout keeps them equal and makes them smaller.' : 'Dropout punishes that.'} ${penalty} ${pulls}`,
    measuredAgainst(params),
  ]
}
