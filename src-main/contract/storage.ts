/** What the data folder holds, and what may be cleaned up. */
import { z } from 'zod'
import { request } from './request.ts'
import { runHeadSchema } from './run-head.ts'
import { runIdSchema } from './runs.ts'

/** Runs that one request may move to the trash: few enough to stop between two of them. */
export const mostCleanedAtOnce = 50
/** Unused runs that are shown; of the others only the number is. */
export const mostUnusedShown = 50

export const storedKindSchema = z.enum([
  'runs',
  'trash',
  'worksheets',
  'data',
  'engines',
  'recordings',
  'backups',
  'other',
])
export type StoredKind = z.infer<typeof storedKindSchema>

const storedSchema = z.strictObject({
  kind: storedKindSchema,
  /** Runs, worksheets, or files; what is counted follows from the kind. */
  count: z.int().nonnegative(),
  bytes: z.number().nonnegative(),
  /** Of the runs: those whose size is not measured yet, because they are under way or have not been read. */
  unmeasured: z.int().nonnegative(),
})
export type Stored = z.infer<typeof storedSchema>

export const storageReportSchema = z.strictObject({
  home: z.string(),
  stored: z.array(storedSchema),
  /** Bytes that the disk has left for this user; null where it does not say. */
  free: z.number().nonnegative().nullable(),
  /** What could not be read, so that it is not in these numbers. */
  unread: z.array(z.string()),
  measuredAt: z.iso.datetime(),
})
export type StorageReport = z.infer<typeof storageReportSchema>

export const unusedRunsSchema = z.strictObject({
  /** Of all of them, the oldest first. */
  ids: z.array(runIdSchema),
  bytes: z.number().nonnegative(),
  /** The first of them. */
  shown: z.array(runHeadSchema).max(mostUnusedShown),
  kept: z.strictObject({
    /** Of the others: what keeps them. One that is pinned and used counts as pinned. */
    pinned: z.int().nonnegative(),
    used: z.int().nonnegative(),
    underWay: z.int().nonnegative(),
  }),
})
export type UnusedRuns = z.infer<typeof unusedRunsSchema>

export const cleanedSchema = z.strictObject({
  trashed: z.array(runIdSchema),
  /** Runs that stay, with the sentence why. */
  kept: z.array(z.strictObject({ run: runIdSchema, why: z.string() })),
})
export type Cleaned = z.infer<typeof cleanedSchema>

export const storageRequests = [
  /** Sizes as measured last; `isAnew` measures them again. */
  request('storage.measure', { isAnew: z.boolean() }),
  /** The runs that are neither pinned, nor used in a worksheet, nor under way. */
  request('storage.unused', {}),
  /** Moves those of these runs to the trash that are still unused when their turn comes. */
  request('storage.cleanUp', { runs: z.array(runIdSchema).min(1).max(mostCleanedAtOnce) }),
] as const

export const storageReplies = {
  'storage.measure': storageReportSchema,
  'storage.unused': unusedRunsSchema,
  'storage.cleanUp': cleanedSchema,
}
