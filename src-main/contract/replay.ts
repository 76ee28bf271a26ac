/** What checking a run against another of the same request finds; the terminal's `verify` and the page show the same. */
import { z } from 'zod'
import { runHeadSchema } from './run-head.ts'

/** Bytes of a replay file as it lies on the disk, compressed. */
export const mostReplayBytes = 64 * 2 ** 20

/**
 * A file that was opened from outside of the page, by a double click say: its run, the text of its demo, or why it could
 * not be opened.
 */
export const openedFileSchema = z.union([
  z.strictObject({ run: runHeadSchema }),
  z.strictObject({ demo: z.string() }),
  z.strictObject({ problem: z.string() }),
])
export type OpenedFile = z.infer<typeof openedFileSchema>

/**
 * equal: to the bit. within: not to the bit, but within the tolerance. differs: something is outside it.
 * failed: the run could not be repeated to where it can be compared.
 */
export const verdictSchema = z.enum(['equal', 'within', 'differs', 'failed'])
export type Verdict = z.infer<typeof verdictSchema>

export const toleranceSchema = z.strictObject({ relative: z.number(), absolute: z.number() })
export type Tolerance = z.infer<typeof toleranceSchema>

/**
 * The first place, in the order of the steps, at which two runs differ by more than the tolerance; where they nowhere
 * do, the first at which they are not equal to the bit.
 */
export const firstDifferenceSchema = z.strictObject({
  track: z.string(),
  series: z.string(),
  step: z.number(),
  /** Null where the number was not finite. */
  recorded: z.number().nullable(),
  rerun: z.number().nullable(),
  isWithin: z.boolean(),
})
export type FirstDifference = z.infer<typeof firstDifferenceSchema>

export const replayReportSchema = z.strictObject({
  verdict: verdictSchema,
  /** The verdict in one sentence. */
  sentence: z.string(),
  /** What was compared and what was found, a sentence each. */
  details: z.array(z.string()),
  /** Of the samples; null where all are equal. */
  first: firstDifferenceSchema.nullable(),
  tolerance: toleranceSchema,
  compared: z.strictObject({
    samples: z.int().nonnegative(),
    values: z.int().nonnegative(),
    snapshots: z.int().nonnegative(),
  }),
  /** Series and values that are read from the machine (a clock, a memory counter), by id. */
  readings: z.array(z.string()),
  /** Engine, device, versions and data where the two runs' differ. */
  setup: z.array(z.strictObject({ what: z.string(), recorded: z.string(), rerun: z.string() })),
})
export type ReplayReport = z.infer<typeof replayReportSchema>
