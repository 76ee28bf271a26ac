/** Lists of runs: which they show, in what order, and a page of one. */
import { z } from 'zod'
import { runHeadSchema } from './run-head.ts'
import { runIdSchema, runStatusSchema } from './runs.ts'

/** Rows that one `run.list` may ask for, and runs that a filter may name. */
export const mostListed = 100

/** Which runs a list shows: those that meet every condition given. `{}` is every run that is not in the trash. */
export const runFilterSchema = z.strictObject({
  slot: z.strictObject({ part: z.string().max(64), slot: z.string().max(64) }).optional(),
  /** The number of a problem: the runs of all its parts. */
  problem: z.int().positive().optional(),
  ids: z.array(runIdSchema).max(mostListed).optional(),
  status: z.array(runStatusSchema).max(8).optional(),
  /** The name of the engine that trained it. */
  engine: z.string().max(32).optional(),
  isPinned: z.boolean().optional(),
  /** True: only runs in the trash; else only those that are not. */
  isTrash: z.boolean().optional(),
  /**
   * Words, each of which must stand in the run's name, part, title, seed, note, or in the parameters that differ from
   * the default ("batch size 64"); upper and lower case are the same.
   */
  text: z.string().max(200).optional(),
})
export type RunFilter = z.infer<typeof runFilterSchema>

/** What every run can be sorted by. */
export const runColumns = [
  'name',
  'part',
  'seed',
  'status',
  'engine',
  'started',
  'seconds',
  'samples',
  'bytes',
  'note',
] as const

/** The order of a list; runs that lack what it is sorted by come last either way. */
export const runSortSchema = z.strictObject({
  /** A column of every run, or `value:` and the id of a measured number, or `param:` and the name of a parameter. */
  by: z.union([
    z.enum(runColumns),
    z.templateLiteral([z.enum(['value:', 'param:']), z.string().min(1).max(128)]),
  ]),
  isDescending: z.boolean(),
})
export type RunSort = z.infer<typeof runSortSchema>

/** Where every list starts: the newest run first. */
export const newestFirst: RunSort = { by: 'started', isDescending: true }

/** Rows of a list. */
export const runListSchema = z.strictObject({
  runs: z.array(runHeadSchema),
  /** Runs that the filter admits. */
  total: z.int().nonnegative(),
})
export type RunList = z.infer<typeof runListSchema>
