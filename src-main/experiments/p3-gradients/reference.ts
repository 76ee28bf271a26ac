import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'
import { answerOf, type ReferenceAnswer } from '../answer-text.ts'
import { typed, type Problem3Params } from './fields.ts'
import { answer3d } from './reference-comparison.ts'
import { answer3a } from './reference-kernel.ts'
import { answer3c } from './reference-pooling.ts'
import { answer3b } from './reference-scaling.ts'
import { values as declarations } from './values.ts'

const answers: Readonly<Record<string, (values: Values, params: Problem3Params) => string[]>> = {
  '3a': answer3a,
  '3b': answer3b,
  '3c': answer3c,
  '3d': answer3d,
}

/** The reference answer of a part with the numbers of one run in it; where the run is not complete, it says so. */
export const referenceAnswer = (part: string, values: Values, params: Params): ReferenceAnswer =>
  answerOf(answers, part, declarations, values, typed(params))
