import type { Params } from '#contract/experiment.ts'
import type { Values } from '#contract/samples.ts'

/** A reference answer: paragraphs of plain text with formulas in TeX between dollar signs. */
export interface ReferenceAnswer {
  readonly paragraphs: readonly string[]
}

/**
 * The reference answer of a part with the numbers of its runs in it; `values` may come from several presets of the
 * part. Where nothing is measured yet, one paragraph says so.
 */
export function referenceAnswer(part: string, values: Values, params: Params): ReferenceAnswer {
  void params
  return {
    paragraphs: [
      `Part ${part} has ${Object.keys(values).length} measured values; its answer is being written.`,
    ],
  }
}
