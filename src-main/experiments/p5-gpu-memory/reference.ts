import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'
import { values as declarations } from './values.ts'

/** A reference answer: paragraphs of plain text with formulas in TeX between dollar signs. */
export interface ReferenceAnswer {
  readonly paragraphs: readonly string[]
}

/** What stands in place of an answer whose part has not been run to its end. */
export const pending = 'Run this part to its end to see the answer with its numbers.'

/** The reference answer of a part with the numbers of one run in it. */
export function referenceAnswer(part: string, values: Values, _params: Params): ReferenceAnswer {
  if (!declarations.some((declared) => declared.part === part))
    return { paragraphs: [`There is no reference answer for part ${part}.`] }
  if (Object.keys(values).length === 0) return { paragraphs: [pending] }
  return { paragraphs: [pending] }
}
