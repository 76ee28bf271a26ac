/**
 * What a run's own trainer process and the processes of its jobs say to each other. The lab starts those processes
 * and passes the messages on, because under Electron only it can start one.
 */
import { z } from 'zod'
import { standingDefaultSchema } from '#contract/engines.ts'
import { engineDescriptionSchema, runRequestSchema } from '#contract/runs.ts'
import type { ApartEvent } from '#experiments/apart.ts'
import { arraySchema, jsonSchema } from './protocol.ts'

export const toApartSchema = z.discriminatedUnion('type', [
  /** The first message: this process carries out jobs of that run. */
  z.strictObject({
    type: z.literal('begin-apart'),
    request: runRequestSchema,
    home: z.string(),
    /** Its share of the cores; null: the engine's choice. */
    threads: z.int().positive().nullable(),
    /** What "auto" takes, as it was when the run began. */
    standing: standingDefaultSchema,
  }),
  z.strictObject({ type: z.literal('job'), input: jsonSchema }),
  /** One for each `events` message that was consumed. */
  z.strictObject({ type: z.literal('ack') }),
  z.strictObject({ type: z.literal('control'), action: z.literal('stop') }),
])
export type ToApart = z.infer<typeof toApartSchema>

const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('sample'),
    track: z.string().max(64),
    step: z.number(),
    // Not z.number(): a training that diverged logs what is not finite.
    values: z.record(
      z.string().max(64),
      z.custom<number>((value) => typeof value === 'number'),
    ),
  }),
  arraySchema.extend({ type: z.literal('snapshot') }),
]) satisfies z.ZodType<ApartEvent>

export const fromApartSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('opened'), engine: engineDescriptionSchema }),
  z.strictObject({
    type: z.literal('data'),
    hash: z.string().max(128),
    note: z.string().max(200).nullable(),
  }),
  z.strictObject({ type: z.literal('events'), events: z.array(eventSchema) }),
  z.strictObject({ type: z.literal('done'), result: jsonSchema }),
  z.strictObject({ type: z.literal('failed'), problem: z.string() }),
])
export type FromApart = z.infer<typeof fromApartSchema>
