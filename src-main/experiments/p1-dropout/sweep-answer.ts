/** The answer to 1g: the jump at p = 0, and what limits the trained dots. */
import { tex } from '#text/number-tex.ts'
import { counted, listed, percent } from '#text/words.ts'
import { instability } from './answer-stability.ts'
import { texWeights } from './answer-text.ts'
import { distance, type Weights } from './pure/theory.ts'
import { hasDiverged, type SweepRow } from './sweep-tables.ts'
import { roundedDown, trainingBound } from './training-stability.ts'
import type { Training } from './training.ts'

/** What the run of a sweep measured: the tables of both weights, and the weights on both sides of the jump. */
export interface MeasuredSweep {
  readonly w1: readonly SweepRow[]
  readonly w2: readonly SweepRow[]
  /** Limit of the closed form as p falls to 0, and the closed form at 0. */
  readonly limit: Weights
  readonly zero: Weights
}

/** A trained rate of the tables, in the plane of both weights. */
interface Dot {
  readonly rate: number
  readonly analytic: Weights
  readonly expected: Weights | null
  readonly isDiverged: boolean
}

function dotsOf({ w1, w2 }: MeasuredSweep, rates: ReadonlySet<number>): readonly Dot[] {
  return w1.flatMap((first, index): Dot[] => {
    const second = w2[index]
    const { p, analytic, expected } = first
    if (p === null || !rates.has(p) || analytic === null || second?.analytic == null) return []
    const isExpected = expected !== null && second.expected !== null
    return [
      {
        rate: p,
        analytic: { w1: analytic, w2: second.analytic },
        expected: isExpected ? { w1: expected, w2: second.expected } : null,
        isDiverged: hasDiverged(first),
      },
    ]
  })
}

const atRates = (rates: readonly number[]): string => `p = ${listed(rates)}`

/** At which rates the learning rate is too large, and what became of those trainings. */
function unstableSentence(measured: MeasuredSweep, trainings: readonly Training[]): string | null {
  const unstable = trainings.filter((training) => instability(training) !== null)
  const [first] = unstable
  if (!first) return null
  const bound = roundedDown(Math.min(...unstable.map((training) => trainingBound(training).inMeanSquare)))
  const rates = unstable.map((training) => training.dropRate)
  const diverged = dotsOf(measured, new Set(rates)).filter((dot) => dot.isDiverged)
  const end =
    diverged.length === 0
      ? 'The weights trained there are not an estimate of the solution.'
      : diverged.length === rates.length
        ? 'The weights trained there exceeded the largest number that can be represented, so there are no dots.'
        : `Those at ${atRates(diverged.map((dot) => dot.rate))} exceeded the largest number that can be represented and have no dots; the other dots are not an estimate of the solution.`
  const all = rates.length === trainings.length ? 'every rate of this sweep, ' : ''
  return String.raw`The learning rate $${tex(first.learningRate)}$ is too large ${all ? `for ${all}` : 'at '}${atRates(rates)}: only a learning rate below $${tex(bound)}$ is stable ${rates.length > 1 ? 'at all of them' : 'there'}. ${rates.some((rate) => rate > 0) ? 'The curvature grows like $1/(1-p)$, so large drop rates need small learning rates. ' : ''}${end}`
}

/** How the dots of the stable trainings compare with the curves; null where none is stable. */
function dotsSentence(measured: MeasuredSweep, trainings: readonly Training[]): string | null {
  const stable = trainings.filter((training) => instability(training) === null)
  const [first] = stable
  if (!first) return null
  const { optimizer, start, iterations } = first
  if (optimizer === 'adam')
    return 'The dots were trained by Adam, whose expected path has no closed form: given enough steps they lie near the curves for p > 0, but at p = 0 Adam may choose another of the exact solutions (see part h).'
  const isShifted = start.w1 !== 0 || start.w2 !== 0
  const dots = dotsOf(measured, new Set(stable.map((training) => training.dropRate)))
  const compared = dots.filter(({ rate, expected }) => expected !== null && !(isShifted && rate === 0))
  const lag = ({ analytic, expected }: Dot): number => {
    const whole = distance(start, analytic)
    return expected && whole > 0 ? distance(expected, analytic) / whole : 0
  }
  const late = compared.filter((dot) => lag(dot) > 0.01)
  const settled = compared.filter((dot) => lag(dot) <= 0.01)
  const sentences: string[] = []
  if (settled.length > 0)
    sentences.push(
      `The dots at ${atRates(settled.map((dot) => dot.rate))} lie on the curves, apart from noise.`,
    )
  if (late.length > 0) {
    const worst = late.reduce((a, b) => (lag(b) > lag(a) ? b : a))
    sentences.push(
      `At ${atRates(late.map((dot) => dot.rate))} the training has not converged: after ${counted(iterations, 'step')}, averaged over all masks, ${percent(lag(worst))} of the way from the start to the solution is still missing${late.length > 1 ? ` at p = ${worst.rate}` : ''}.${late.some(({ rate }) => rate > 0) ? ' The smaller the drop rate, the flatter the valley.' : ''}`,
    )
  }
  if (isShifted && dots.some(({ rate }) => rate === 0))
    sentences.push(
      'At p = 0 descent moves towards the exact solution nearest its start, which need not be the one of smallest norm that the curve marks.',
    )
  return sentences.join(' ')
}

/** The jump at p = 0, and what limits the trained dots; the trainings have at least one member. */
export function sweepAnswer(measured: MeasuredSweep, trainings: readonly Training[]): readonly string[] {
  const { x1, x2, y } = trainings[0]?.point ?? { x1: 0, x2: 0, y: 0 }
  const { limit, zero } = measured
  const inputs = [x1, x2].filter((x) => x !== 0).length
  const dots = [unstableSentence(measured, trainings), dotsSentence(measured, trainings)].flatMap(
    (text) => text || [],
  )
  if (inputs === 0)
    return [
      'Both inputs are zero, so no weights change the output, and the solution is the origin at every rate.',
    ]
  const noJump = String.raw`There is no jump here: as $p$ falls to 0 the solution tends to $${texWeights(limit)}$, and at $p = 0$ it has that value too.`
  if (inputs === 1)
    return [
      `${noJump} Only one input is nonzero, so its term alone must fit the target; the weight of the other changes nothing and is set to 0 at every rate. A jump needs two inputs of different size.`,
      ...dots,
    ]
  if (y === 0)
    return [`${noJump} With target 0 the origin is the solution of smallest norm at every rate.`, ...dots]
  if (Math.abs(x1) === Math.abs(x2))
    return [
      `${noJump} The inputs are of equal size, so the exact solution of smallest norm already has equal contributions, which is what dropout favours. A jump needs inputs of different size.`,
      ...dots,
    ]
  return [
    String.raw`As $p$ falls to 0 the solution tends to $${texWeights(limit)}$, equal contributions, but at $p = 0$ it is $${texWeights(zero)}$.`,
    String.raw`For every $p > 0$ the matrix of part c is invertible and the minimiser unique: the penalty $\frac{p}{1-p}\sum_j (x_j w_j)^2$ is weak, but among the weights that fit the point it alone decides, and it chooses equal contributions. At $p = 0$ the penalty is gone, the matrix has rank 1, and a whole line of weights is optimal; which of them results is decided by something else: gradient descent from the origin (and the pseudo-inverse) takes the smallest norm. The loss is continuous in $p$; its minimiser is not. With $x_1^2 = x_2^2$ both rules would choose the same weights, and there would be no jump.`,
    ...dots,
  ]
}
