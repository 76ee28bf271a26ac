/** What an administrator's policy means for hints and reference answers, as the lab reports it to a page. */
import { z } from 'zod'

/** An instant in ISO 8601: locked before it. */
export const lockSchema = z.union([
  z.enum(['open', 'locked']),
  z.strictObject({ lockedUntil: z.iso.datetime() }),
])
export type Lock = z.infer<typeof lockSchema>

export const policySchema = z.strictObject({
  /** The answers. */
  references: lockSchema,
  /** Hints and steps. */
  hints: lockSchema,
  /** Why the policy file could not be used, in a sentence for the notice; everything is locked then. */
  problem: z.string().nullable(),
})
export type Policy = z.infer<typeof policySchema>

/** Where no policy file exists. */
export const openPolicy: Policy = { references: 'open', hints: 'open', problem: null }

/** `now`: milliseconds since 1970, as Date.now() gives them. */
export function isLocked(lock: Lock, now: number): boolean {
  if (typeof lock === 'string') return lock === 'locked'
  return now < Date.parse(lock.lockedUntil)
}

/** "1 October 2026, 09:00", in the time zone of who reads it. */
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** The sentence in place of what is locked; `what` in the plural ("Reference answers"). */
export function lockSentence(what: string, lock: Lock): string {
  const until = typeof lock === 'string' ? '' : ` until ${moment.format(Date.parse(lock.lockedUntil))}`
  return `${what} are locked by this lab’s policy${until}.`
}
