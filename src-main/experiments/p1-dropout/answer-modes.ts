/** What the two modes of the expected descent explain about a run. */
import type { Values } from '#contract/samples.ts'
import { tex } from '#text/number-tex.ts'
import { counted, percent } from '#text/words.ts'
import { duration, texContraction, texWeights, verdict, weightsIn } from './answer-text.ts'
import type { DescentValues } from './descent-values.ts'
import { descentModes, distance, dropoutSolution, expectedWeights, type Mode } from './pure/theory.ts'
import type { Training } from './training.ts'

/** The directions in which the expected loss is curved, with what a step leaves there; the steep one first. */
function curvedModes({ point, dropRate, learningRate }: Training): readonly Mode[] {
  const modes = descentModes(point, dropRate, learningRate)
  return modes.filter((mode) => mode.eigenvalue > modes[0].eigenvalue * 1e-12)
}

const left = ({ contraction }: Mode, { iterations }: Training): number => Math.abs(contraction) ** iterations

/** Error of the start along a mode. */
function firstError({ direction }: Mode, { point, dropRate, start }: Training): number {
  const goal = dropoutSolution(point, dropRate)
  return (start.w1 - goal.w1) * direction.w1 + (start.w2 - goal.w2) * direction.w2
}

/** The two time scales of SGD in this run; empty where there is one direction or nothing to shrink. */
export function timeScales(training: Training): string {
  const [steep, flat] = curvedModes(training)
  const { point, dropRate, start, learningRate, iterations } = training
  if (training.optimizer !== 'sgd' || !steep || !flat) return ''
  if (distance(start, dropoutSolution(point, dropRate)) === 0) return ''
  const [quick, slow] = steep.timeConstant <= flat.timeConstant ? [steep, flat] : [flat, steep]
  const valley = String.raw` The expected loss is a valley with curvatures $${tex(steep.eigenvalue)}$ and $${tex(flat.eigenvalue)}$, so a step leaves $${texContraction(steep, learningRate)}$ of the error across it (a time constant of ${duration(steep.timeConstant)}) and $${texContraction(flat, learningRate)}$ of the error along it (${duration(flat.timeConstant)}).`
  const sides = steep.contraction < 0 ? ' Across the valley each step overshoots to the other side.' : ''
  const leaves = ` After ${counted(iterations, 'step')}, ${percent(left(steep, training))} and ${percent(left(flat, training))} are left.`
  if (slow.timeConstant < 3 * quick.timeConstant)
    return `${valley}${sides}${leaves} The two time scales are close, so they do not show as two stages.`
  const stages =
    left(quick, training) > 0.05
      ? 'even the first, faster fall is not over'
      : left(slow, training) > 0.5
        ? 'the first fall is over, and the long slope after it has only begun'
        : left(slow, training) > 0.1
          ? 'the first fall is over, and the long slope after it is under way'
          : 'both the first fall and the long slope after it are all but over'
  const shape =
    quick.timeConstant < 10 ? ' The curve therefore drops within a few steps and then slopes slowly.' : ''
  return `${valley}${sides}${leaves}${shape} In this run ${stages}.`
}

/** How far the measured weights are from part 1c, and how much of that SGD's slowest direction explains. */
export function comparison(training: Training, values: Values, declared: DescentValues): string {
  const { point, learningRate, iterations, dropRate, start } = training
  const goal = dropoutSolution(point, dropRate)
  const stuck =
    (point.x1 === 0 && start.w1 !== 0) || (point.x2 === 0 && start.w2 !== 0)
      ? ' The weight of the zero input has no gradient and keeps its initial value.'
      : ''
  const weights = weightsIn(values, declared)
  const found = String.raw`Are the weights $${texWeights(weights)}$ those of part c, $${texWeights(goal)}$? ${verdict(weights, goal, 'the formula')}${stuck}`
  if (training.optimizer !== 'sgd') return found
  const mean = expectedWeights(point, dropRate, start, learningRate, iterations)
  const expected = String.raw`${found} Averaged over all possible masks, SGD would be at $${texWeights(mean)}$ after ${counted(iterations, 'step')}`
  const modes = curvedModes(training)
  const slowest = modes.reduce<Mode | null>(
    (worst, mode) => (worst && Math.abs(worst.contraction) >= Math.abs(mode.contraction) ? worst : mode),
    null,
  )
  // Rounding leaves a trace of an error where the start has none along this direction.
  const isMoving = slowest && Math.abs(firstError(slowest, training)) > 1e-9 * (distance(start, goal) || 1)
  if (!slowest || !isMoving || !Number.isFinite(slowest.timeConstant)) return `${expected}.`
  const along =
    modes.length === 1
      ? ''
      : slowest === modes[0]
        ? 'along the steep direction '
        : 'along the flat direction '
  return String.raw`${expected}: ${along}each step leaves $${texContraction(slowest, learningRate)}$ of the error (a time constant of ${duration(slowest.timeConstant)}), and ${percent(left(slowest, training))} of the initial error is left.`
}
