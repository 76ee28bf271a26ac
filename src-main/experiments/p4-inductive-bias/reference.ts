import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'
import type { ReferenceAnswer } from '../answer-text.ts'
import { typed } from './cells.ts'
import type { Problem4Params } from './fields.ts'
import { answer4e } from './reference-permutation.ts'
import { answer4f } from './reference-pooling.ts'
import { answer4c } from './reference-procedure.ts'
import { answer4d } from './reference-shift.ts'
import { answer4a, answer4b } from './reference-small-data.ts'

const answers: Readonly<Record<string, (values: Values, params: Problem4Params) => string[]>> = {
  '4a': answer4a,
  '4b': answer4b,
  '4c': answer4c,
  '4d': answer4d,
  '4e': answer4e,
  '4f': answer4f,
}

/**
 * The reference answer of a part with the numbers of its runs in it. `values` may come from both presets of a
 * part; `params` are those of the run with the accuracies. Where nothing is measured yet, one paragraph says so.
 */
export function referenceAnswer(part: string, values: Values, params: Params): ReferenceAnswer {
  const answer = answers[part]
  if (!answer) return { paragraphs: [`There is no reference answer for part ${part}.`] }
  // A sentence for which the run has no numbers is empty, and leaves no gap.
  const paragraphs = answer(values, typed(params)).map((text) => text.replace(/ {2,}/g, ' ').trim())
  return { paragraphs: paragraphs.filter((text) => text !== '') }
}
