import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf } from './plan.ts'
import {
  duration,
  numberOf,
  percent,
  steps,
  tex,
  texContraction,
  texWeights,
  weightsOf,
} from './reference-text.ts'
import { descentModes, distance, dropoutSolution, expectedWeights, type Mode } from './theory.ts'

/** The directions in which the expected loss is curved, with what a step leaves there; the steep one first. */
function curvedModes(params: Problem1Params): readonly Mode[] {
  const modes = descentModes(pointOf(params), params.dropRate, params.learningRate)
  return modes.filter((mode) => mode.eigenvalue > modes[0].eigenvalue * 1e-12)
}

const left = ({ contraction }: Mode, params: Problem1Params): number =>
  Math.abs(contraction) ** params.iterations

const startOf = (params: Problem1Params) => ({ w1: params.start1, w2: params.start2 })

/** Error of the start along a mode. */
function firstError({ direction }: Mode, params: Problem1Params): number {
  const goal = dropoutSolution(pointOf(params), params.dropRate)
  const start = startOf(params)
  return (start.w1 - goal.w1) * direction.w1 + (start.w2 - goal.w2) * direction.w2
}

/** The two time scales of SGD in this run, or none where there is one direction or nothing to shrink. */
export function timeScales(params: Problem1Params): string {
  const modes = curvedModes(params)
  const [steep, flat] = modes
  if (params.optimizer !== 'sgd' || !steep || !flat) return ''
  if (distance(startOf(params), dropoutSolution(pointOf(params), params.dropRate)) === 0) return ''
  const { learningRate, iterations } = params
  const [quick, slow] = steep.timeConstant <= flat.timeConstant ? [steep, flat] : [flat, steep]
  const valley = String.raw` The expected loss is a valley with curvatures $${tex(steep.eigenvalue)}$ and $${tex(flat.eigenvalue)}$, so a step leaves $${texContraction(steep, learningRate)}$ of the error across it (a time constant of ${duration(steep.timeConstant)}) and $${texContraction(flat, learningRate)}$ of the error along it (${duration(flat.timeConstant)}).`
  const sides = steep.contraction < 0 ? ' Across it each step overshoots to the other side.' : ''
  const leaves = ` After ${steps(iterations)}, ${percent(left(steep, params))} and ${percent(left(flat, params))} are left.`
  if (slow.timeConstant < 3 * quick.timeConstant)
    return `${valley}${sides}${leaves} The two scales are close, so they do not show as two stages.`
  const stages =
    left(quick, params) > 0.05
      ? 'even the first, faster fall is not over'
      : left(slow, params) > 0.5
        ? 'the first fall is over, and the long slope after it has only begun'
        : left(slow, params) > 0.1
          ? 'the first fall is over, and the long slope after it is under way'
          : 'both the first fall and the long slope after it are all but over'
  const shape = quick.timeConstant < 10 ? ' That makes a drop within a few steps, and then a long slope.' : ''
  return `${valley}${sides}${leaves}${shape} In this run ${stages}.`
}

/** How far the measured weights are from part 1c, and how much of that SGD's slowest direction explains. */
export function comparison(part: string, values: Values, params: Problem1Params): string {
  const point = pointOf(params)
  const { learningRate, iterations, dropRate } = params
  const goal = dropoutSolution(point, dropRate)
  const start = startOf(params)
  const stuck =
    (point.x1 === 0 && start.w1 !== 0) || (point.x2 === 0 && start.w2 !== 0)
      ? ' The weight of the input that is zero has no gradient and stays at its start.'
      : ''
  const measured = String.raw`The weights are $${texWeights(weightsOf(values, part))}$; the formula of part c gives $${texWeights(goal)}$, a distance of $${tex(numberOf(values, part, 'distance'))}$.${stuck}`
  if (params.optimizer !== 'sgd') return measured
  const mean = expectedWeights(point, dropRate, start, learningRate, iterations)
  const expected = String.raw`${measured} Averaged over all possible masks, SGD would stand at $${texWeights(mean)}$ after ${steps(iterations)}`
  const modes = curvedModes(params)
  const slowest = modes.reduce<Mode | null>(
    (worst, mode) => (worst && Math.abs(worst.contraction) >= Math.abs(mode.contraction) ? worst : mode),
    null,
  )
  // Rounding leaves a trace of an error where the start has none along this direction.
  const isMoving = slowest && Math.abs(firstError(slowest, params)) > 1e-9 * (distance(start, goal) || 1)
  if (!slowest || !isMoving || !Number.isFinite(slowest.timeConstant)) return `${expected}.`
  const along =
    modes.length === 1
      ? ''
      : slowest === modes[0]
        ? 'along the steep direction '
        : 'along the flat direction '
  return String.raw`${expected}: ${along}each step leaves $${texContraction(slowest, learningRate)}$ of the error (a time constant of ${duration(slowest.timeConstant)}), and ${percent(left(slowest, params))} of the first error is left.`
}
