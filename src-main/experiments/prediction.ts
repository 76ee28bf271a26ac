/** "What will happen?": asked of an audience before a run, and answered by the run itself. */
import type { Values } from '#contract/samples.ts'

export interface Choice {
  readonly id: string
  /** Plain text with TeX between dollar signs. */
  readonly text: string
}

/** What is asked before a run of a slot with the parameters P. */
export interface Prediction<P = unknown> {
  /** Plain text with TeX between dollar signs; it ends with a question mark. */
  readonly question: string
  readonly choices: readonly Choice[]
  /** The id of the choice that came true; null where the run has not measured what decides it. */
  outcome(values: Values, params: P): string | null
}

/** Declares a prediction; its outcome can only be one of its choices. */
export function prediction<P, const C extends Readonly<Record<string, string>>>(spec: {
  readonly question: string
  readonly choices: C
  outcome(values: Values, params: P): (keyof C & string) | null
}): Prediction<P> {
  return { ...spec, choices: Object.entries(spec.choices).map(([id, text]) => ({ id, text })) }
}
