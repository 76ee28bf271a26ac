import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'
import { answerOf, type ReferenceAnswer } from '../answer-text.ts'
import type { Problem1Params } from './fields.ts'
import { typed } from './plan.ts'
import { answer1a, answer1b, answer1c } from './reference-solutions.ts'
import { answer1f } from './reference-contributions.ts'
import { answer1i } from './reference-images.ts'
import { answer1h } from './reference-optimizers.ts'
import { answer1g } from './reference-sweeps.ts'
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

/**
 * The reference answer of a part with the numbers of one run in it. `params` are those of the part (for a run of
 * the preset "all", `paramsOfPart`). Where the run is not complete, one paragraph says so; where a training was
 * unstable or diverged, the answer says that first.
 */
export const referenceAnswer = (part: string, values: Values, params: Params): ReferenceAnswer =>
  answerOf(answers, part, declarations, values, typed(params))
