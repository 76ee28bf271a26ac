/**
 * A replay file (`.labrun`): gzip of two lines of JSON. The first is the header: format, version, and the SHA-256 of the
 * second; the second is the run: what was asked, what it was trained with, every sample and value, and its snapshots.
 * It holds data only, nothing that could be carried out.
 */
import { z } from 'zod'
import { mostReplayBytes } from '#contract/replay.ts'
import { runSummarySchema } from '#contract/runs.ts'
import { sampleBatchSchema } from '#contract/samples.ts'
import { snapshotSchema } from '#contract/snapshots.ts'

export const labrunVersion = 1

/** What a file may hold at most. */
export const limits = {
  /** Bytes of the file. */
  bytes: mostReplayBytes,
  /** Bytes of JSON in it. */
  textBytes: 128 * 2 ** 20,
  /** Brackets inside brackets; a run needs seven. */
  nesting: 16,
  /** Names of fields, lists and numbers, all together. */
  fields: 200_000,
  lists: 500_000,
  entries: 12_000_000,
  tracks: 10_000,
  snapshots: 10_000,
  /** Characters of the snapshots' numbers in base64; of a run with more, the file holds their hashes alone. */
  snapshotCharacters: 24 * 2 ** 20,
} as const

export const headerSchema = z.strictObject({
  format: z.literal('labrun'),
  version: z.literal(labrunVersion),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const recordedRunSchema = runSummarySchema
  .pick({
    id: true,
    name: true,
    request: true,
    status: true,
    problem: true,
    createdAt: true,
    endedAt: true,
    engine: true,
    versions: true,
    dataHash: true,
    dataNote: true,
    totalSteps: true,
    stepsDone: true,
    seconds: true,
    hasDiverged: true,
    values: true,
  })
  .extend({ status: z.enum(['completed', 'stopped', 'failed', 'interrupted']) })
/** What a replay file holds of a run's record. */
export type RecordedRun = z.infer<typeof recordedRunSchema>

const recordedSnapshotSchema = snapshotSchema.extend({
  /** Of the bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Null where the file was written without them, for their size. */
  data: z.string().nullable(),
})
export type RecordedSnapshot = z.infer<typeof recordedSnapshotSchema>

export const contentSchema = z.strictObject({
  run: recordedRunSchema,
  /** A batch for each track, from its first sample on. */
  samples: z.array(sampleBatchSchema).max(limits.tracks),
  snapshots: z.array(recordedSnapshotSchema).max(limits.snapshots),
})
/** A run with everything that was logged, as a replay file holds it. */
export type Labrun = z.infer<typeof contentSchema>
