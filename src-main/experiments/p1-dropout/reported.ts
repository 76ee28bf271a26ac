import type { NumberValue, ValueEvent } from '#contract/values.ts'
import type { Outcome } from './descent.ts'
import { remedyFor } from './training-stability.ts'

/** Reports a number of a training, or why there is none: the training diverged, or the number is too large to hold. */
export function reported(
  value: NumberValue,
  { divergedAt, training }: Pick<Outcome, 'divergedAt' | 'training'>,
  number: number,
): ValueEvent {
  if (divergedAt !== null)
    return value.isNotMeasured(
      `The training diverged at step ${divergedAt}: its loss exceeded the largest number that can be represented; ${remedyFor(training)}.`,
    )
  return Number.isFinite(number)
    ? value.is(number)
    : value.isNotMeasured(
        `The value exceeded the largest number that can be represented; ${remedyFor(training)}.`,
      )
}
