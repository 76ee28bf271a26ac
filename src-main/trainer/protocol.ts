/**
 * What the lab and its trainer process say to each other. Samples travel as typed arrays (structured clone),
 * because a fast trainer logs hundreds of thousands a second. Both ends are ours, but a trainer that went
 * wrong must not take the lab with it, so the lab parses what its trainer sends.
 */
import { z } from 'zod'
import { engineDescriptionSchema, runRequestSchema, stepsPerSecondSchema } from '#contract/runs.ts'
import { valueSchema } from '#contract/samples.ts'
import type { Snapshot } from '#contract/snapshots.ts'
import { isJson, type Json } from '#experiments/apart.ts'

export const jsonSchema = z.custom<Json>(isJson)

export const toTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('begin'),
    request: runRequestSchema,
    isPaused: z.boolean(),
    stepsPerSecond: stepsPerSecondSchema,
    /** The lab's folder: data sets and engines lie in it. */
    home: z.string(),
    /** Results of the jobs that an earlier attempt of this run finished, by key, and its seconds of training. */
    kept: z.record(z.string(), jsonSchema),
    secondsBefore: z.number().nonnegative(),
  }),
  z.strictObject({ type: z.literal('control'), action: z.enum(['pause', 'resume', 'step', 'stop']) }),
  z.strictObject({ type: z.literal('speed'), stepsPerSecond: stepsPerSecondSchema }),
  /** One for each `samples` message that the lab has stored. */
  z.strictObject({ type: z.literal('ack') }),
  /** From the process of a job (apart-protocol.ts), passed on; and that it ended. */
  z.strictObject({ type: z.literal('apart'), worker: z.int(), message: z.unknown() }),
  z.strictObject({ type: z.literal('apart.exit'), worker: z.int(), how: z.string() }),
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

/** A snapshot between processes, its numbers as a typed array. */
export const arraySchema = z.strictObject({
  track: z.string().max(64),
  name: z.string().max(64),
  step: z.number(),
  shape: z.array(z.int().nonnegative()).max(6).readonly(),
  data: z.custom<Snapshot['data']>((data) => data instanceof Float32Array || data instanceof Uint8Array),
}) satisfies z.ZodType<Snapshot>

export const fromTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started'), engine: engineDescriptionSchema }),
  /** The engine that a job opened, where the jobs open it and not the run's own process. */
  z.strictObject({ type: z.literal('engine'), engine: engineDescriptionSchema }),
  /** The data set that the run has opened. */
  z.strictObject({
    type: z.literal('data'),
    hash: z.string().max(128),
    note: z.string().max(200).nullable(),
  }),
  z.strictObject({
    type: z.literal('samples'),
    tracks: z.array(trackColumnsSchema),
    snapshots: z.array(arraySchema),
  }),
  /** For the process of a job, which is started when it is first written to; and "end it". */
  z.strictObject({ type: z.literal('apart'), worker: z.int(), message: z.unknown() }),
  z.strictObject({ type: z.literal('apart.end'), worker: z.int() }),
  /** A job is finished: kept with its tracks' samples, so that a resumed run need not do it again. */
  z.strictObject({
    type: z.literal('kept'),
    key: z.string().max(200),
    result: jsonSchema,
    tracks: z.array(z.string().max(64)),
  }),
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
