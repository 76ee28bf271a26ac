/** What the parts with a single training measure: 1b, 1d and 1e. */
import { numberValue, type NumberValue, type ValueEvent } from '#contract/values.ts'
import type { Outcome } from './descent.ts'
import { reported } from './reported.ts'
import { distance, dropoutSolution, trainLossFloor, type Weights } from './pure/theory.ts'

export interface DescentValues {
  readonly w1: NumberValue
  readonly w2: NumberValue
  readonly formula1: NumberValue
  readonly formula2: NumberValue
  readonly finalLoss: NumberValue
  readonly distance: NumberValue
}

export interface DropoutValues extends DescentValues {
  readonly expectedLoss: NumberValue
  readonly residual: NumberValue
  readonly floor: NumberValue
  readonly allDropped: NumberValue
}

/** The values of a training of `part`; `goal` is the part whose closed form it is compared with. */
export const descentValues = (part: string, goal: string): DescentValues => ({
  w1: numberValue(`${part}.w1`, { label: 'w1', sentence: 'First weight after the last update.' }),
  w2: numberValue(`${part}.w2`, { label: 'w2', sentence: 'Second weight after the last update.' }),
  formula1: numberValue(`${part}.formula1`, {
    label: 'w1 of the formula',
    sentence: `First weight of the closed form of part ${goal}.`,
  }),
  formula2: numberValue(`${part}.formula2`, {
    label: 'w2 of the formula',
    sentence: `Second weight of the closed form of part ${goal}.`,
  }),
  finalLoss: numberValue(`${part}.finalLoss`, {
    label: 'Final loss',
    sentence: 'Loss at the last point of the curve: a fresh batch, after the last update.',
  }),
  distance: numberValue(`${part}.distance`, {
    label: 'Distance to the formula',
    sentence: `Distance in the weight plane to the closed form of part ${goal}.`,
  }),
})

/** The values of a training with dropout of `part`. */
export const dropoutValues = (part: string): DropoutValues => ({
  ...descentValues(part, 'c'),
  expectedLoss: numberValue(`${part}.expectedLoss`, {
    label: 'Expected loss',
    sentence: 'Exact expectation, over all masks of the training, of the last point of the loss curve.',
  }),
  residual: numberValue(`${part}.residual`, {
    label: 'Residual',
    sentence: 'Root mean square, over the logged points, of the measured loss minus the expected loss.',
  }),
  floor: numberValue(`${part}.floor`, {
    label: 'Floor',
    sentence: 'The smallest expected training loss that any weights can reach.',
  }),
  allDropped: numberValue(`${part}.allDropped`, {
    label: 'All-dropped share',
    sentence:
      'Fraction of the logged batches in which every row lost both inputs, so that the loss is the squared target.',
  }),
})

/** Reports a training; `goal` is the closed form it is compared with. */
export const descentMeasured = (
  values: DescentValues,
  outcome: Outcome,
  goal: Weights,
): readonly ValueEvent[] => [
  reported(values.w1, outcome, outcome.weights.w1),
  reported(values.w2, outcome, outcome.weights.w2),
  values.formula1.is(goal.w1),
  values.formula2.is(goal.w2),
  reported(values.finalLoss, outcome, outcome.finalLoss),
  reported(values.distance, outcome, distance(outcome.weights, goal)),
]

const noClosedForm =
  'Adam divides by a running scale of the gradient, so its expected loss has no closed form.'

/** Reports a training with dropout, compared with the formula of part c. */
export function dropoutMeasured(values: DropoutValues, outcome: Outcome): readonly ValueEvent[] {
  const { training, expected, residual, allDropped } = outcome
  return [
    ...descentMeasured(values, outcome, dropoutSolution(training.point, training.dropRate)),
    expected
      ? reported(values.expectedLoss, outcome, expected.loss)
      : values.expectedLoss.isNotMeasured(noClosedForm),
    residual === null
      ? values.residual.isNotMeasured(noClosedForm)
      : reported(values.residual, outcome, residual),
    values.floor.is(trainLossFloor(training.point, training.dropRate)),
    reported(values.allDropped, outcome, allDropped),
  ]
}
