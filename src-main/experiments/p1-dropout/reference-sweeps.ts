import type { Table, Values } from '#contract/samples.ts'
import { MissingValue, pending } from '../answer-text.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf, trainingsOf } from './plan.ts'
import { instability } from './reference-stability.ts'
import { listed, percent, steps, tex, texWeights, weightsOf } from './reference-text.ts'
import { distance, type Weights } from './theory.ts'
import { roundedDown, trainingBound } from './training-stability.ts'

function tableOf(values: Values, name: string): Table {
  const table = values[`1g.${name}`]?.value
  if (typeof table === 'object' && table !== null) return table
  throw new MissingValue(pending)
}

/** A trained rate of the tables, in the plane of both weights; null where the table has none. */
interface Dot {
  readonly rate: number
  readonly analytic: Weights
  readonly expected: Weights | null
  readonly isDiverged: boolean
}

function dotsOf(values: Values, rates: ReadonlySet<number>): readonly Dot[] {
  const [first, second] = [tableOf(values, 'w1'), tableOf(values, 'w2')]
  return first.rows.flatMap((row, index): Dot[] => {
    const [rate, analytic1, , expected1, note] = row
    const [, analytic2, , expected2] = second.rows[index] ?? []
    if (typeof rate !== 'number' || !rates.has(rate)) return []
    const isExpected = typeof expected1 === 'number' && typeof expected2 === 'number'
    return [
      {
        rate,
        analytic: { w1: Number(analytic1), w2: Number(analytic2) },
        expected: isExpected ? { w1: expected1, w2: expected2 } : null,
        isDiverged: typeof note === 'string',
      },
    ]
  })
}

const atRates = (rates: readonly number[]): string => `p = ${listed(rates)}`

/** At which rates the learning rate is too large, and what became of those trainings. */
function unstableSentence(values: Values, params: Problem1Params): string | null {
  const unstable = trainingsOf('1g', params).filter((training) => instability(training) !== null)
  if (unstable.length === 0) return null
  const bound = roundedDown(Math.min(...unstable.map((training) => trainingBound(training).inMeanSquare)))
  const rates = unstable.map((training) => training.dropRate)
  const diverged = dotsOf(values, new Set(rates)).filter((dot) => dot.isDiverged)
  const end =
    diverged.length === 0
      ? 'What was trained there is no estimate of the solution.'
      : diverged.length === rates.length
        ? 'What was trained there grew beyond the largest number that can be held, so there are no dots.'
        : `Those at ${atRates(diverged.map((dot) => dot.rate))} grew beyond the largest number that can be held and have no dots; the dots of the others are no estimate of the solution.`
  const all = rates.length === trainingsOf('1g', params).length ? 'every rate of this sweep, ' : ''
  return String.raw`The learning rate $${tex(params.learningRate)}$ is too large ${all ? `for ${all}` : 'at '}${atRates(rates)}: only a learning rate below $${tex(bound)}$ is stable ${rates.length > 1 ? 'at all of them' : 'there'}. ${rates.some((rate) => rate > 0) ? 'The curvature grows like $1/(1-p)$, so large drop rates need small learning rates. ' : ''}${end}`
}

/** How the dots of the stable trainings lie beside the curves. */
function dotsSentence(values: Values, params: Problem1Params): string | null {
  const stable = trainingsOf('1g', params).filter((training) => instability(training) === null)
  if (stable.length === 0) return null
  if (params.optimizer === 'adam')
    return 'The dots were trained by Adam, whose expected path has no closed form: where it had steps enough they lie near the curves for p > 0, but at p = 0 Adam may choose another of the exact solutions (see part h).'
  const start = { w1: params.start1, w2: params.start2 }
  const isShifted = start.w1 !== 0 || start.w2 !== 0
  const dots = dotsOf(values, new Set(stable.map((training) => training.dropRate)))
  const compared = dots.filter(({ rate, expected }) => expected !== null && !(isShifted && rate === 0))
  const lag = ({ analytic, expected }: Dot): number => {
    const first = distance(start, analytic)
    return expected && first > 0 ? distance(expected, analytic) / first : 0
  }
  const late = compared.filter((dot) => lag(dot) > 0.01)
  const settled = compared.filter((dot) => lag(dot) <= 0.01)
  const sentences = []
  if (settled.length > 0)
    sentences.push(`The dots at ${atRates(settled.map((dot) => dot.rate))} lie on the curves up to noise.`)
  if (late.length > 0) {
    const worst = late.reduce((a, b) => (lag(b) > lag(a) ? b : a))
    sentences.push(
      `At ${atRates(late.map((dot) => dot.rate))} the training is not at its end: after ${steps(params.iterations)}, averaged over all masks, ${percent(lag(worst))} of the way from the start to the solution is still missing${late.length > 1 ? ` at p = ${worst.rate}` : ''}.${late.some(({ rate }) => rate > 0) ? ' The smaller the drop rate, the flatter the valley.' : ''}`,
    )
  }
  if (isShifted && dots.some(({ rate }) => rate === 0))
    sentences.push(
      'At p = 0 descent makes for the exact solution nearest its start, which need not be the one of smallest norm that the curve marks.',
    )
  return sentences.join(' ')
}

/** Part 1g: the jump at p = 0, and what limits the trained dots. */
export function answer1g(values: Values, params: Problem1Params): string[] {
  const { x1, x2, y } = pointOf(params)
  const limit = weightsOf(values, '1g', 'limit.')
  const zero = weightsOf(values, '1g', 'zero.')
  const inputs = [x1, x2].filter((x) => x !== 0).length
  const dots = [unstableSentence(values, params), dotsSentence(values, params)].flatMap((text) => text || [])
  if (inputs === 0)
    return [
      'Both inputs are zero, so no weights change the output, and the solution is the origin at every rate.',
    ]
  const noJump = String.raw`There is no jump here: as $p$ falls to 0 the solution tends to $${texWeights(limit)}$, and at $p = 0$ it is that too.`
  if (inputs === 1)
    return [
      `${noJump} Only one input is not zero, so its term alone must fit the target; the weight of the other changes nothing and is set to 0 at every rate. A jump needs two inputs of different size.`,
      ...dots,
    ]
  if (y === 0)
    return [`${noJump} With target 0 the origin is the solution of smallest norm at every rate.`, ...dots]
  if (Math.abs(x1) === Math.abs(x2))
    return [
      `${noJump} The inputs are of equal size, so the exact solution of smallest norm already has equal contributions, which is what dropout asks for. A jump needs inputs of different size.`,
      ...dots,
    ]
  return [
    String.raw`As $p$ falls to 0 the solution tends to $${texWeights(limit)}$, equal contributions, but at $p = 0$ it is $${texWeights(zero)}$.`,
    String.raw`For every $p > 0$ the matrix of part c is invertible and the minimiser unique: the penalty $\frac{p}{1-p}\sum_j (x_j w_j)^2$ is weak, but among the weights that fit the point it alone decides, and chooses equal contributions. At $p = 0$ it is gone, the matrix has rank 1, and a whole line of weights is optimal; which of them comes out is decided by something else: gradient descent from the origin (and the pseudo-inverse) takes the smallest norm. The loss is continuous in $p$; its minimiser is not. With $x_1^2 = x_2^2$ both rules would choose the same weights, and there would be no jump.`,
    ...dots,
  ]
}
