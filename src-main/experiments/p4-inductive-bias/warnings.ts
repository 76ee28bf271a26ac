import type { Params } from '#contract/experiment.ts'

/** What to know before pressing Run. */
export function warnings(_params: Params, _presetId: string): readonly string[] {
  return []
}
