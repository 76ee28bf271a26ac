/**
 * The way to an answer, for who has not found it yet: a hint, then steps, each shown only when it is asked for. Page,
 * terminal and worksheet read it from what a part asks.
 */

/** A step with a formula on a line of its own. */
export interface DerivationStep {
  /** What is done; plain text with TeX between dollar signs. */
  readonly title: string
  /** TeX without dollar signs. */
  readonly tex?: string
  /** Why it may be done, or what to do next; plain text with TeX between dollar signs. */
  readonly text: string
}

/** A question or an action that leads on; plain text with TeX between dollar signs. */
export type Step = string | DerivationStep

export interface Guidance {
  /** Where to begin; it gives nothing away. Plain text with TeX between dollar signs. */
  readonly hint: string
  /** One to five; the last is one move before the answer. No step gives a measured number away. */
  readonly steps: readonly Step[]
}

/** A step as one line of text with TeX between dollar signs, for a terminal. */
export function stepText(step: Step): string {
  if (typeof step === 'string') return step
  const { title, tex, text } = step
  return [`${title}.`, ...(tex === undefined ? [] : [`$${tex}$`]), text].join(' ')
}
