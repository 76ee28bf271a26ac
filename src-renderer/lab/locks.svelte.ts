import { createSubscriber } from 'svelte/reactivity'
import {
  isLocked,
  lockSentence,
  locksOfPart,
  openPolicy,
  type PartLocks,
  type Policy,
} from '#contract/policy.ts'

/** Milliseconds between two looks at the clock, while a lock with an end is on the page. */
const lookEvery = 30_000

const followClock = createSubscriber((update) => {
  const timer = setInterval(update, lookEvery)
  return () => clearInterval(timer)
})

export interface Locks {
  readonly hints: boolean
  readonly answers: boolean
  /** What is locked, in a sentence or two; null where nothing is. */
  readonly sentence: string | null
}

/** What the lab's policy locks of a part ("4c") now; read in an effect or a template, it follows the clock. */
export function locksNow(part: string, policy: Policy = openPolicy): Locks {
  const { hints, references } = locksOfPart(policy, part)
  if (typeof hints !== 'string' || typeof references !== 'string') followClock()
  const now = Date.now()
  const isLockedNow = { hints: isLocked(hints, now), answers: isLocked(references, now) }
  return { ...isLockedNow, sentence: sentenceOf(isLockedNow, { hints, references }) }
}

function sentenceOf(
  is: { readonly hints: boolean; readonly answers: boolean },
  { hints, references }: PartLocks,
): string | null {
  if (is.hints && is.answers && JSON.stringify(hints) === JSON.stringify(references))
    return lockSentence('Hints and reference answers', references)
  const sentences = [
    ...(is.answers ? [lockSentence('Reference answers', references)] : []),
    ...(is.hints ? [lockSentence('Hints and steps', hints)] : []),
  ]
  return sentences.length > 0 ? sentences.join(' ') : null
}
