import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { typed } from './plan.ts'
import { answer1a, answer1b, answer1c } from './reference-solutions.ts'
import { answer1i } from './reference-images.ts'
import { answer1g, answer1h } from './reference-sweeps.ts'
import { MissingValue, type ReferenceAnswer } from './reference-text.ts'
import { answer1d, answer1e, answer1f } from './reference-trainings.ts'

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

/**
 * The reference answer of a part with the numbers of one run in it. `params` are those of the part (for a run of
 * the preset "all", `paramsOfPart`). Where the run has not measured a needed value, one paragraph says what to run.
 */
export function referenceAnswer(part: string, values: Values, params: Params): ReferenceAnswer {
  const answer = answers[part]
  if (!answer) return { paragraphs: [`There is no reference answer for part ${part}.`] }
  try {
    return { paragraphs: answer(values, typed(params)) }
  } catch (error) {
    if (error instanceof MissingValue) return { paragraphs: [error.message] }
    throw error
  }
}
