/** What an administrator's policy means for the lab, as the lab reports it to a page. */
import { z } from 'zod'

/** An instant in ISO 8601: locked before it. */
export const lockSchema = z.union([
  z.enum(['open', 'locked']),
  z.strictObject({ lockedUntil: z.iso.datetime() }),
])
export type Lock = z.infer<typeof lockSchema>

const locksSchema = z.strictObject({
  /** The answers. */
  references: lockSchema,
  /** Hints and steps. */
  hints: lockSchema,
})
export type PartLocks = z.infer<typeof locksSchema>

export const policySchema = locksSchema.extend({
  /** Parts with locks of their own, by id ("4c"); what they do not name is as for all parts. */
  parts: z.record(z.string(), locksSchema.partial()),
  /** False: nothing is fetched from the internet. */
  isDownloadAllowed: z.boolean(),
  /** False: single keys do nothing, whatever a student has set. */
  hasShortcuts: z.boolean(),
  /** Name of the course, for the page and for what is handed in; null: none is set. */
  course: z.string().nullable(),
  /** The seed that forms start with; null: the lab's own. */
  seed: z.int().nonnegative().nullable(),
  /** Runs that a data folder may hold, and bytes that they may take; null: as many as fit. */
  quota: z.strictObject({ runs: z.int().positive().nullable(), bytes: z.int().positive().nullable() }),
  /** Why the policy file could not be used, in a sentence for the notice; everything is locked then. */
  problem: z.string().nullable(),
})
export type Policy = z.infer<typeof policySchema>
export type Quota = Policy['quota']

/** Where no policy file exists. */
export const openPolicy: Policy = {
  references: 'open',
  hints: 'open',
  parts: {},
  isDownloadAllowed: true,
  hasShortcuts: true,
  course: null,
  seed: null,
  quota: { runs: null, bytes: null },
  problem: null,
}

/** The locks of a part ("4c"). */
export const locksOfPart = ({ references, hints, parts }: Policy, part: string): PartLocks => ({
  references: parts[part]?.references ?? references,
  hints: parts[part]?.hints ?? hints,
})

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

export const downloadsOff =
  'Downloads are switched off by this lab’s policy; import the file from this machine instead.'
export const downloadsOffFor = (what: string): string =>
  `Downloads are switched off by this lab’s policy, so ${what} cannot be fetched; ask the administrator to install it for all users.`
