import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { typed } from './plan.ts'
import { answer1a, answer1b, answer1c } from './reference-solutions.ts'
import { answer1f } from './reference-contributions.ts'
import { answer1i } from './reference-images.ts'
import { answer1h } from './reference-optimizers.ts'
import { answer1g } from './reference-sweeps.ts'
import { MissingValue, pending, type ReferenceAnswer } from './reference-text.ts'
import { answer1d, answer1e } from './reference-trainings.ts'
import { values as declarations } from './values.ts'

const answers: Readonly<Record<string, (values: Values, params: Problem1Params) => string[]>> = {
  '1a': answer1a,
  '1b': answer1b,
  '1c': answer1c,
  '1d': answer1d,
  '1e': answer1e,
  '1f': answer1f,
  '1g': answer1g,
  '1h': answer1h,
  '1i': answer1i,
}

/** Whether the run has come to all that the part measures; a run that goes on or was stopped has not. */
const isComplete = (part: string, values: Values): boolean =>
  declarations.every((declared) => declared.part !== part || declared.id in values)

/**
 * The reference answer of a part with the numbers of one run in it. `params` are those of the part (for a run of
 * the preset "all", `paramsOfPart`). Where the run is not complete, one paragraph says so; where a training was
 * unstable or diverged, the answer says that first.
 */
export function referenceAnswer(part: string, values: Values, params: Params): ReferenceAnswer {
  const answer = answers[part]
  if (!answer) return { paragraphs: [`There is no reference answer for part ${part}.`] }
  if (!isComplete(part, values)) return { paragraphs: [pending] }
  try {
    return { paragraphs: answer(values, typed(params)) }
  } catch (error) {
    if (error instanceof MissingValue) return { paragraphs: [error.message] }
    throw error
  }
}
