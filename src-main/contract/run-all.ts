/** "Run all": every slot of the homework, one after another, as a plan that outlives the lab. */
import { z } from 'zod'
import { mostSeeds, runIdSchema } from './runs.ts'

/** `short`: what the forms open with; `homework`: the homework's own numbers. */
export const settingSchema = z.enum(['short', 'homework'])
export type Setting = z.infer<typeof settingSchema>

export const runAllOrderSchema = z.strictObject({
  setting: settingSchema,
  /** Numbers of problems; null is all of them. */
  problems: z.array(z.int().min(1).max(99)).min(1).max(20).nullable(),
  /** Seeds a slot: the usual one and those after it. */
  seeds: z.int().min(1).max(mostSeeds),
})
export type RunAllOrder = z.infer<typeof runAllOrderSchema>

/**
 * running: its runs are started as places become free. stopped: somebody stopped it, or the lab ended; it can go on.
 * ended: every run of it has ended.
 */
export const runAllStatusSchema = z.enum(['running', 'stopped', 'ended'])

export const runAllStateSchema = z.strictObject({
  ...runAllOrderSchema.shape,
  status: runAllStatusSchema,
  /** Runs of the plan, those that completed, and those that ended otherwise. */
  total: z.int().nonnegative(),
  done: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Its runs that work or wait now. */
  current: z.array(runIdSchema),
  /** Share of the plan that is done, 0 to 1, by expected time where that is known, else by number of runs. */
  progress: z.number().min(0).max(1),
  /** Estimated; null where it is not known how long something that is left takes. */
  secondsLeft: z.number().nonnegative().nullable(),
  /** What ended otherwise, one sentence each; the first few. */
  failures: z.array(z.string().max(600)).max(20),
})
/** Stands among the failures of a plan that another lab has taken from this one. */
export const planLost =
  'Another Lab 182 has taken "Run all" over while this one was away; this lab stopped carrying it out. Go on there, or start it again here when that has ended.'
export type RunAllState = z.infer<typeof runAllStateSchema>
