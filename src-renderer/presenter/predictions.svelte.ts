import { SvelteMap } from 'svelte/reactivity'

export interface Votes {
  /** By the id of the choice. */
  readonly counts: Readonly<Record<string, number>>
  /** What happened is shown. */
  readonly isShown: boolean
}
const none: Votes = { counts: {}, isShown: false }
/** Votes of one choice. */
export const mostVotes = 9999

/** What audiences have predicted, by the key of the slot. Kept while the page is open, as what was revealed is. */
class Predictions {
  private readonly kept = new SvelteMap<string, Votes>()

  of(slot: string): Votes {
    return this.kept.get(slot) ?? none
  }
  /** Adds to the votes of a choice; there are none below zero. */
  vote(slot: string, choice: string, by: number): void {
    this.count(slot, choice, (this.of(slot).counts[choice] ?? 0) + by)
  }
  /** Sets the votes of a choice. */
  count(slot: string, choice: string, votes: number): void {
    const { counts, isShown } = this.of(slot)
    this.kept.set(slot, { counts: { ...counts, [choice]: Math.max(0, Math.min(mostVotes, votes)) }, isShown })
  }
  show(slot: string): void {
    this.kept.set(slot, { ...this.of(slot), isShown: true })
  }
  clear(slot: string): void {
    this.kept.delete(slot)
  }
}

export const predictions = new Predictions()

/** The choice that a letter key means: A the first; null where there is none of it. */
export function choiceOfKey<C>(key: string, choices: readonly C[]): C | null {
  if (!/^[a-z]$/i.test(key)) return null
  return choices[key.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0)] ?? null
}
