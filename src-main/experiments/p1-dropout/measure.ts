import type { Table, Value } from '#contract/samples.ts'
import type { Outcome } from './descent.ts'
import type { DataPoint } from './masks.ts'
import { sweepTable } from './sweep-tables.ts'
import {
  cleanLoss,
  distance,
  dropoutSolution,
  leastSquares,
  limitAtZero,
  maskLosses,
  trainLossFloor,
} from './theory.ts'
import { remedyFor } from './training-stability.ts'

/** A measured value and its id within the part ("w1", "plain.term2"). */
export type Measurement = readonly [name: string, value: Value]

const known = (value: number | Table): Value => ({ value })
const unknown = (notMeasured: string): Value => ({ value: null, notMeasured })

/** A number of a training: not measured where the training diverged or the number is beyond what can be held. */
function trained({ divergedAt, training }: Outcome, value: number): Value {
  if (divergedAt !== null)
    return unknown(
      `The training diverged at step ${divergedAt}: its loss grew beyond the largest number that can be held; ${remedyFor(training)}.`,
    )
  return Number.isFinite(value)
    ? known(value)
    : unknown(`The value grew beyond the largest number that can be held; ${remedyFor(training)}.`)
}

const noClosedForm =
  'Adam divides by a running scale of the gradient, so its expected loss has no closed form.'

/** The values that need no training: parts 1a and 1c, and the jump of part 1g. */
export function closedForms(part: string, point: DataPoint, dropRate: number): readonly Measurement[] {
  if (part === '1a') {
    const { w1, w2 } = leastSquares(point)
    return [
      ['w1', known(w1)],
      ['w2', known(w2)],
    ]
  }
  if (part === '1c') {
    const solution = dropoutSolution(point, dropRate)
    const rows = maskLosses(point, dropRate, solution).map((mask) => {
      return [mask.label, mask.row[0], mask.row[1], mask.target, mask.probability, mask.loss]
    })
    return [
      ['w1', known(solution.w1)],
      ['w2', known(solution.w2)],
      ['cleanLoss', known(cleanLoss(point, solution))],
      ['trainLoss', known(trainLossFloor(point, dropRate))],
      ['masks', known({ columns: ['mask', 'x1', 'x2', 'target', 'probability', 'loss'], rows })],
    ]
  }
  if (part !== '1g') return []
  const limit = limitAtZero(point)
  const zero = leastSquares(point)
  return [
    ['limit.w1', known(limit.w1)],
    ['limit.w2', known(limit.w2)],
    ['zero.w1', known(zero.w1)],
    ['zero.w2', known(zero.w2)],
  ]
}

function ofDescent(outcome: Outcome, isDropping: boolean): readonly Measurement[] {
  const { training, weights, finalLoss, expected, residual, allDropped } = outcome
  const { point, dropRate } = training
  const goal = isDropping ? dropoutSolution(point, dropRate) : leastSquares(point)
  const basic: Measurement[] = [
    ['w1', trained(outcome, weights.w1)],
    ['w2', trained(outcome, weights.w2)],
    ['finalLoss', trained(outcome, finalLoss)],
    ['distance', trained(outcome, distance(weights, goal))],
  ]
  if (!isDropping) return basic
  return [
    ...basic,
    ['expectedLoss', expected ? trained(outcome, expected.loss) : unknown(noClosedForm)],
    ['residual', residual === null ? unknown(noClosedForm) : trained(outcome, residual)],
    ['floor', known(trainLossFloor(point, dropRate))],
    ['allDropped', trained(outcome, allDropped)],
  ]
}

/** The values that a part's trainings measured; `outcomes` in the order of the part's tracks. */
export function measurements(part: string, outcomes: readonly Outcome[]): readonly Measurement[] {
  if (part === '1g') {
    const point = outcomes[0]?.training.point
    if (!point) return []
    return (['w1', 'w2', 'cleanLoss'] as const).map((name) => [
      name,
      known(sweepTable(point, outcomes, name)),
    ])
  }
  return outcomes.flatMap((outcome): readonly Measurement[] => {
    const { track, point } = outcome.training
    const { w1, w2 } = outcome.weights
    if (part === '1f')
      return [
        [`${track}.term1`, trained(outcome, point.x1 * w1)],
        [`${track}.term2`, trained(outcome, point.x2 * w2)],
      ]
    if (part === '1h')
      return [
        [`${track}.w1`, trained(outcome, w1)],
        [`${track}.w2`, trained(outcome, w2)],
      ]
    return ofDescent(outcome, part !== '1b')
  })
}
