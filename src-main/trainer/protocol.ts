/**
 * What the lab and its trainer process say to each other. Samples travel as typed arrays (structured clone),
 * because a fast trainer logs hundreds of thousands a second. Both ends are ours, but a trainer that went
 * wrong must not take the lab with it, so the lab parses what its trainer sends.
 */
import { z } from 'zod'
import { engineDescriptionSchema, runRequestSchema, stepsPerSecondSchema } from '#contract/runs.ts'
import { valueSchema } from '#contract/samples.ts'

export const toTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('begin'),
    request: runRequestSchema,
    isPaused: z.boolean(),
    stepsPerSecond: stepsPerSecondSchema,
    /** The lab's folder: data sets and engines lie in it. */
    home: z.string(),
  }),
  z.strictObject({ type: z.literal('control'), action: z.enum(['pause', 'resume', 'step', 'stop']) }),
  z.strictObject({ type: z.literal('speed'), stepsPerSecond: stepsPerSecondSchema }),
  /** One for each `samples` message that the lab has stored. */
  z.strictObject({ type: z.literal('ack') }),
])
export type ToTrainer = z.infer<typeof toTrainerSchema>

const column = z.instanceof(Float64Array)
export const trackColumnsSchema = z.strictObject({
  track: z.string().max(64),
  steps: column,
  seconds: column,
  series: z.record(z.string().max(64), column),
})
/** New samples of one track: columns of one length. */
export type TrackColumns = z.infer<typeof trackColumnsSchema>

export const fromTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started'), engine: engineDescriptionSchema }),
  /** The data set that the run has opened. */
  z.strictObject({
    type: z.literal('data'),
    hash: z.string().max(128),
    note: z.string().max(200).nullable(),
  }),
  z.strictObject({ type: z.literal('samples'), tracks: z.array(trackColumnsSchema) }),
  z.strictObject({ type: z.literal('value'), id: z.string().max(128), value: valueSchema }),
  z.strictObject({ type: z.literal('state'), isPaused: z.boolean() }),
  z.strictObject({
    type: z.literal('ended'),
    status: z.enum(['completed', 'stopped', 'failed']),
    seconds: z.number(),
    problem: z.string().nullable(),
  }),
])
export type FromTrainer = z.infer<typeof fromTrainerSchema>
