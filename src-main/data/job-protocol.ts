/** What the lab and its data process say to each other; parsed on both sides, as with the trainer. */
import { z } from 'zod'

const downloadSchema = z.strictObject({ address: z.string(), bytes: z.int().positive(), md5: z.string() })

export const toDataJobSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('begin'),
    home: z.string(),
    /** Path of an archive or folder, or what to fetch and then import. */
    source: z.union([z.string(), downloadSchema]),
    /** Images in each of the six files. */
    fileImages: z.int().positive(),
  }),
  z.strictObject({ type: z.literal('cancel') }),
])
export type ToDataJob = z.infer<typeof toDataJobSchema>

export const fromDataJobSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('progress'),
    phase: z.enum(['downloading', 'reading', 'storing']),
    done: z.number().nonnegative(),
    total: z.number().nonnegative().nullable(),
  }),
  /** `problem` is null when the data set is there, and when the job was cancelled. */
  z.strictObject({ type: z.literal('ended'), problem: z.string().nullable() }),
])
export type FromDataJob = z.infer<typeof fromDataJobSchema>
