/** The answer to 1f: the terms of the output without and with dropout, and why they differ. */
import { tex } from '#text/number-tex.ts'
import { counted } from '#text/words.ts'
import { instability } from './answer-stability.ts'
import { texWeights } from './answer-text.ts'
import { dropoutSolution, expectedWeights } from './pure/theory.ts'
import type { Training } from './training.ts'

/** The two terms of the output, x1 w1 and x2 w2, that a training ended with. */
export interface Terms {
  readonly first: number
  readonly second: number
}

/** A training and its terms; `terms` is the sentence that says why where there are none. */
export interface Contribution {
  readonly training: Training
  readonly terms: Terms | string
}

/** "10.89 and 0.1089 (a ratio of 100; w = ...)", the terms of one training. */
function shown({ first, second }: Terms, { point: { x1, x2 } }: Training): string {
  const ratio = first === 0 || second === 0 ? '' : String.raw`a ratio of $${tex(first / second)}$; `
  const weights =
    x1 !== 0 && x2 !== 0
      ? String.raw` (${ratio}$w = ${texWeights({ w1: first / x1, w2: second / x2 })}$)`
      : ''
  return `$${tex(first)}$ and $${tex(second)}$${weights}`
}

/** One paragraph: why a training is unstable if it is, and what it ended with. */
function ending({ training, terms }: Contribution, why: string | null): string {
  if (typeof terms === 'string') return terms
  const doubt =
    why === null ? '' : ', but because the descent is unstable they do not show where it would settle'
  return `After ${counted(training.iterations, 'step')} the terms of the output, $x_1 w_1$ and $x_2 w_2$, are ${shown(terms, training)}${doubt}.`
}

/** Why the terms without dropout are as they are: it depends on the optimizer and on the inputs. */
function plainReason({ point, start, optimizer }: Training): string {
  const sizes = [Math.abs(point.x1), Math.abs(point.x2)]
  const [larger, smaller] = [Math.max(...sizes), Math.min(...sizes)]
  const isAtOrigin = start.w1 === 0 && start.w2 === 0
  const moved = isAtOrigin ? 'grows' : 'changes'
  const work = !isAtOrigin
    ? 'the final division of the output also depends on the initial weights'
    : larger === smaller
      ? 'inputs of equal size share the work equally'
      : larger >= 3 * smaller
        ? 'the larger input does nearly all the work'
        : 'the larger input does more of the work'
  if (optimizer === 'adam')
    return `Without dropout Adam moves both weights by equal amounts, so a term ${moved} in proportion to the size of its input: ${!isAtOrigin || larger === smaller ? work : 'the larger input does more of the work'}.`
  return `Without dropout the gradient is a multiple of $x$, so a weight ${moved} in proportion to its input, and its term in proportion to the square of its input: ${work}.`
}

/** How the measured terms with dropout compare with the equal ones of the formula. */
function measuredAgainst({ point, dropRate, start, learningRate, iterations, optimizer }: Training): string {
  const goal = dropoutSolution(point, dropRate)
  const formula = String.raw`The formula of part c makes each of them $qy/(1+q) = ${tex(point.x1 * goal.w1)}$.`
  if (optimizer !== 'sgd')
    return `${formula} A remaining difference is noise, or training that has not converged.`
  const mean = expectedWeights(point, dropRate, start, learningRate, iterations)
  return String.raw`${formula} Averaged over all possible masks they would be $${tex(point.x1 * mean.w1)}$ and $${tex(point.x2 * mean.w2)}$ after ${counted(iterations, 'step')}: the difference between those two and the formula is training that has not converged, and the rest is the noise of this run.`
}

/** The terms are in the ratio of squares without dropout, and equal with it. */
export function contributionAnswer(plain: Contribution, dropped: Contribution): readonly string[] {
  const [plainFault, droppedFault] = [instability(plain.training), instability(dropped.training)]
  if (
    plainFault !== null ||
    droppedFault !== null ||
    typeof plain.terms === 'string' ||
    typeof dropped.terms === 'string'
  )
    return [
      `Without dropout. ${plainFault === null ? '' : `${plainFault} `}${ending(plain, plainFault)}`,
      `With dropout. ${droppedFault === null ? '' : `${droppedFault} `}${ending(dropped, droppedFault)}`,
    ]
  const { point, dropRate } = dropped.training
  const { x1, x2, y } = point
  const q = 1 - dropRate
  const numbers = String.raw`Without dropout the terms of the output, $x_1 w_1$ and $x_2 w_2$, are ${shown(plain.terms, plain.training)}. With dropout they are ${shown(dropped.terms, dropped.training)}.`
  if (x1 === 0 && x2 === 0)
    return [numbers, 'Both inputs are zero, so both terms are 0 whatever the weights are.']
  if (dropRate === 0)
    return [
      numbers,
      'At drop rate 0 the second training drops nothing either, so it repeats the first. Choose a drop rate above 0 to see what this part shows.',
      ...(x1 !== 0 && x2 !== 0 && y !== 0 ? [plainReason(plain.training)] : []),
    ]
  if (y === 0)
    return [
      numbers,
      'With target 0, zero weights satisfy every masked row, so both trainings move towards terms whose sum is 0. Choose another target to see what dropout changes.',
    ]
  if (x1 === 0 || x2 === 0)
    return [
      numbers,
      String.raw`Only one input is nonzero, so there is only one term and nothing to share: without dropout it is trained towards $y = ${tex(y)}$, with dropout towards $qy = ${tex(q * y)}$, because the penalty $\frac{p}{1-p}\sum_j (x_j w_j)^2$ shrinks it.`,
    ]
  const penalty = String.raw`The expected loss contains $\frac{p}{1-p}\sum_j (x_j w_j)^2$, and for a given output a sum of squares is smallest when the terms are equal.`
  const pulls = String.raw`With only $x_1$ kept the row requires $w_1 = qy/x_1 = ${tex((q * y) / x1)}$, with only $x_2$ kept it requires $w_2 = qy/x_2 = ${tex((q * y) / x2)}$: each input must be able to produce the output alone.`
  const { start } = plain.training
  const isEqualAlready = Math.abs(x1) === Math.abs(x2) && start.w1 === 0 && start.w2 === 0
  return [
    numbers,
    plainReason(plain.training),
    `${isEqualAlready ? 'Dropout keeps them equal and makes them smaller.' : 'Dropout penalises that.'} ${penalty} ${pulls}`,
    measuredAgainst(dropped.training),
  ]
}
