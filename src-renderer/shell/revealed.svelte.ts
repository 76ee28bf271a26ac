import { SvelteMap } from 'svelte/reactivity'
import { settings } from '../lab/settings.svelte.ts'

/** One step of a derivation: what is done, the formula it gives, and why it may be done. */
export interface DerivationStep {
  /** Plain words with inline TeX between dollar signs. */
  readonly title: string
  /** The formula of the step, TeX without dollar signs, on a line of its own. */
  readonly tex?: string
  /** Plain words with inline TeX between dollar signs. */
  readonly text: string
}

/** The way to an answer: a hint, then the steps, each shown only when it is asked for. */
export interface Derivation {
  /** Where to begin; it gives nothing away. Plain words with inline TeX between dollar signs. */
  readonly hint: string
  readonly steps: readonly DerivationStep[]
}

/** How much of each part's answer the reader has asked to see; kept while the page is open. */
class Revealed {
  private readonly counts = new SvelteMap<string, number>()

  /** Stages of this part that are shown of `total`; all of them while the reference answers are on. */
  of(part: string, total: number): number {
    return settings.values.isReferenceShown ? total : Math.min(total, this.counts.get(part) ?? 0)
  }
  show(part: string, count: number): void {
    this.counts.set(part, count)
  }
}

export const revealed = new Revealed()

/** Hint, steps and the answer itself. */
export const stagesOf = ({ steps }: Derivation): number => steps.length + 2

/** Has the reader come to the answer of this part? */
export const isAnswerShown = (part: string, derivation: Derivation): boolean =>
  revealed.of(part, stagesOf(derivation)) === stagesOf(derivation)
