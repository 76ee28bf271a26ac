/** The head of a run: what lists and events carry. Its values and tables (the body) travel when it is looked at. */
import { z } from 'zod'
import {
  engineDescriptionSchema,
  longestNote,
  originSchema,
  runIdSchema,
  runRequestSchema,
  runStatusSchema,
  runSummarySchema,
  stepsPerSecondSchema,
  type RunSummary,
} from './runs.ts'
import { samplesIn } from './samples.ts'

/** Measured numbers in a head, in the order they were measured; a run that measures more has the others in its body. */
const mostHeadlines = 8

export const runHeadSchema = z.strictObject({
  id: runIdSchema,
  name: z.string().max(200),
  request: runRequestSchema,
  status: runStatusSchema,
  problem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  engine: engineDescriptionSchema,
  dataHash: z.string().nullable(),
  dataNote: z.string().max(200).nullable(),
  totalSteps: z.int().nonnegative(),
  stepsDone: z.number().nonnegative(),
  /** Samples received so far, of all tracks. */
  samples: z.int().nonnegative(),
  seconds: z.number(),
  stepsPerSecond: stepsPerSecondSchema,
  hasDiverged: z.boolean(),
  finishedJobs: z.int().nonnegative(),
  attempt: z.int().positive(),
  /** The file that it was opened from; null for a run of this lab. */
  origin: originSchema.nullable().default(null),
  /** The first few measured numbers by their ids; never tables. */
  headlines: z.record(z.string(), z.number()),
  /** Of a run that waits for its turn: 1 is next. Null for every other run. */
  place: z.int().positive().nullable(),
  note: z.string().max(longestNote),
  isPinned: z.boolean(),
  trashedAt: z.iso.datetime().nullable(),
  /** Size of the run's folder on disk; null while the run is under way, and until it has been measured. */
  bytes: z.int().nonnegative().nullable(),
})
export type RunHead = z.infer<typeof runHeadSchema>

/** What a head lacks: everything measured, and what it was measured with. */
export const runBodySchema = runSummarySchema
  .pick({ values: true, versions: true, sampleCounts: true })
  .extend({ run: runIdSchema })
export type RunBody = z.infer<typeof runBodySchema>

/** The head of a run as it is now; `place` is its place among those that wait, `bytes` its size on disk, if known. */
export function headOf(run: RunSummary, place: number | null = null, bytes: number | null = null): RunHead {
  const { values, versions: _, sampleCounts, ...kept } = run
  const numbers = Object.entries(values).flatMap(([id, { value }]) =>
    typeof value === 'number' ? [[id, value] as const] : [],
  )
  return {
    ...kept,
    samples: samplesIn(sampleCounts),
    headlines: Object.fromEntries(numbers.slice(0, mostHeadlines)),
    place,
    bytes,
  }
}

/** The body of a run as it is now. */
export const bodyOf = ({ id, values, versions, sampleCounts }: RunSummary): RunBody => ({
  run: id,
  values,
  versions,
  sampleCounts,
})

/** The runs of one slot: how many there are, and the newest; those in the trash do not count. */
export const runGroupSchema = z.strictObject({
  part: z.string(),
  slot: z.string(),
  count: z.int().nonnegative(),
  newest: runHeadSchema.nullable(),
})
export type RunGroup = z.infer<typeof runGroupSchema>

/** What the lab knows of the runs that there are, without listing them. */
export const runCensusSchema = z.strictObject({
  /** Every slot that has runs; in an event, those whose count or newest run changed. */
  groups: z.array(runGroupSchema),
  /** Runs in the trash. */
  trashed: z.int().nonnegative(),
  /** Runs that left the trash for good when this lab started, because they had been there too long. */
  expired: z.int().nonnegative(),
  /** Run folders that the lab has still to read after its start. */
  unread: z.int().nonnegative(),
  /** Run folders that could not be read, one sentence each; the first few. */
  problems: z.array(z.string()),
})
export type RunCensus = z.infer<typeof runCensusSchema>
