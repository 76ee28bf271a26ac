import { z } from 'zod'

/** One logged step, as a trainer yields it. A non-finite number means the training diverged there. */
export interface Sample {
  /** Which of the run's parallel trainings this belongs to ("main" where there is one). */
  readonly track: string
  readonly step: number
  /** Series id -> value. */
  readonly values: Readonly<Record<string, number>>
}

/**
 * Samples of one track in columns, as they travel and as they are stored. All columns have one length.
 * `null` stands for a non-finite number: the training diverged there.
 */
export const sampleBatchSchema = z.strictObject({
  track: z.string().max(64),
  /** Index, within the track, of the first sample here. */
  from: z.int().nonnegative(),
  steps: z.array(z.number()),
  /** Seconds since the run's training began, pauses excluded. */
  seconds: z.array(z.number()),
  series: z.record(z.string().max(64), z.array(z.number().nullable())),
})
export type SampleBatch = z.infer<typeof sampleBatchSchema>

/** Samples of all tracks together, from their counts by track. */
export const samplesIn = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

const cell = z.union([z.number(), z.string(), z.null()])
export const tableSchema = z.strictObject({
  columns: z.array(z.string()),
  rows: z.array(z.array(cell)),
})
export type Table = z.infer<typeof tableSchema>

/** A measured value: a number, a table, or null with the reason it could not be measured. */
export const valueSchema = z.union([
  z.strictObject({ value: z.union([z.number(), tableSchema]) }),
  z.strictObject({ value: z.null(), notMeasured: z.string() }),
])
export type Value = z.infer<typeof valueSchema>
export const valuesSchema = z.record(z.string(), valueSchema)
export type Values = z.infer<typeof valuesSchema>
