/** What the lab and the process that installs, removes or tries TensorFlow's library say to each other. */
import { z } from 'zod'
import { librarySourceSchema } from '#contract/engines.ts'
import { probeResultSchema } from '../tensorflow/probe-record.ts'

export const toEngineJobSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('begin'),
    home: z.string(),
    task: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('install'), source: librarySourceSchema }),
      z.strictObject({ kind: z.literal('remove') }),
      z.strictObject({ kind: z.literal('try') }),
    ]),
  }),
  z.strictObject({ type: z.literal('cancel') }),
  /** The result of the trial that the job asked for with `try`. */
  z.strictObject({ type: z.literal('tried'), result: probeResultSchema }),
])
export type ToEngineJob = z.infer<typeof toEngineJobSchema>
export type LibraryTask = Extract<ToEngineJob, { type: 'begin' }>['task']

export const fromEngineJobSchema = z.discriminatedUnion('type', [
  /** What it does now, one sentence. */
  z.strictObject({ type: z.literal('says'), line: z.string() }),
  z.strictObject({
    type: z.literal('amount'),
    amount: z
      .strictObject({
        name: z.string(),
        bytes: z.number().nonnegative(),
        total: z.number().nonnegative().nullable(),
      })
      .nullable(),
  }),
  /** The library whose addon is there is to be tried in a process of its own, which only the lab can start. */
  z.strictObject({ type: z.literal('try'), addon: z.string() }),
  /** The trial is no longer waited for. */
  z.strictObject({ type: z.literal('give-up') }),
  /** `problem` is null when the task is done, and when it was cancelled. */
  z.strictObject({ type: z.literal('ended'), problem: z.string().nullable() }),
])
export type FromEngineJob = z.infer<typeof fromEngineJobSchema>
