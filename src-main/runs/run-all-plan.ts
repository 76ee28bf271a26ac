/** What "Run all" runs, in which order, and how far it is: pure. */
import { z } from 'zod'
import {
  runAllOrderSchema,
  runAllStatusSchema,
  type RunAllOrder,
  type RunAllState,
  type Setting,
} from '#contract/run-all.ts'
import { groupIdSchema, runIdSchema, seedGroupSchema, seedSchema, slotKey } from '#contract/runs.ts'
import type { Slot, TrainedBy } from '#experiments/part.ts'
import type { Problem } from '#experiments/problem.ts'

/**
 * waiting: to be started, or taken up where `run` names one that was stopped; begun: `run` works or waits; done: it
 * completed; failed: it ended otherwise, and `problem` says how.
 */
const itemStatusSchema = z.enum(['waiting', 'begun', 'done', 'failed'])
export const planItemSchema = z.strictObject({
  part: z.string().max(64),
  slot: z.string().max(64),
  seed: seedSchema,
  group: seedGroupSchema.nullable(),
  status: itemStatusSchema,
  run: runIdSchema.nullable(),
  problem: z.string().max(600).nullable(),
})
export type PlanItem = z.infer<typeof planItemSchema>

/** A plan as it is kept in a file. */
export const planSchema = z.strictObject({
  format: z.literal(1),
  id: groupIdSchema,
  ...runAllOrderSchema.shape,
  status: runAllStatusSchema,
  items: z.array(planItemSchema).max(10_000),
})
export type Plan = z.infer<typeof planSchema>

/** Cheap first, so that most of the homework is there soon: closed forms and small loops, then networks, then sweeps. */
const rank: Readonly<Record<TrainedBy, number>> = {
  typescript: 0,
  engine: 1,
  'jobs-side-by-side': 2,
  'jobs-apart': 3,
}

/** The slots that answer something asked, of these problems (null: of all), in the order in which they are run. */
export function slotsNeeded(problems: readonly Problem[], numbers: RunAllOrder['problems']): Slot[] {
  return problems
    .filter(({ number }) => numbers?.includes(number) ?? true)
    .flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList))
    .filter(({ answered }) => answered.length > 0)
    .sort((a, b) => rank[a.trainedBy] - rank[b.trainedBy])
}

/** The parameters of a slot in a setting. */
export const settingOf = (slot: Slot, setting: Setting): Slot['defaults'] =>
  setting === 'homework' ? slot.homework : slot.defaults

/** A plan that nothing has been done of; `id` must be new. `seed` is the first of its seeds. */
export function newPlan(problems: readonly Problem[], order: RunAllOrder, id: string, seed: number): Plan {
  const items = slotsNeeded(problems, order.problems).flatMap((slot) =>
    // The first seed comes last, so that its run is the newest: a worksheet takes that one.
    Array.from({ length: order.seeds }, (_, place): PlanItem => ({
      part: slot.part,
      slot: slot.id,
      seed: seed + order.seeds - 1 - place,
      group: order.seeds > 1 ? { id: `${id}-${slot.key}`, size: order.seeds } : null,
      status: 'waiting',
      run: null,
      problem: null,
    })),
  )
  const { setting, problems: numbers, seeds } = order
  return { format: 1, id, setting, problems: numbers, seeds, status: 'running', items }
}

/** What is known of the time of an item: seconds that it takes, and the share of it that is done, 0 to 1. */
export interface Timed {
  readonly seconds: number | null
  readonly share: number
  readonly isSweep: boolean
}

/**
 * Seconds that are left, estimated; null where one item is not known. Sweeps go one after another; small runs share
 * `places`.
 */
export function secondsLeft(items: readonly Timed[], places: number): number | null {
  let total = 0
  for (const { seconds, share, isSweep } of items) {
    if (share >= 1) continue
    if (seconds === null) return null
    total += ((1 - share) * seconds) / (isSweep ? 1 : places)
  }
  return total
}

/** Share of all items that is done, 0 to 1: by time where every item's is known, else by their number. */
export function shareDone(items: readonly Timed[]): number {
  if (items.length === 0) return 1
  const weights = items.map(({ seconds }) => seconds)
  const isKnown = weights.every((weight) => weight !== null)
  const total = items.reduce((sum, { seconds }) => sum + (isKnown ? (seconds ?? 0) : 1), 0)
  const done = items.reduce((sum, { seconds, share }) => sum + share * (isKnown ? (seconds ?? 0) : 1), 0)
  return total > 0 ? Math.min(1, done / total) : 1
}

const mostFailures = 20

/** Where a plan stands; `timed` holds the times of its items in their order. */
export function planState(plan: Plan, timed: readonly Timed[], places: number): RunAllState {
  const { setting, problems, seeds, status, items } = plan
  const failed = items.filter((item) => item.status === 'failed')
  return {
    setting,
    problems,
    seeds,
    status,
    total: items.length,
    done: items.filter((item) => item.status === 'done').length,
    failed: failed.length,
    current: items.flatMap((item) => (item.status === 'begun' ? (item.run ?? []) : [])),
    progress: shareDone(timed),
    secondsLeft: secondsLeft(timed, places),
    failures: failed
      .slice(0, mostFailures)
      .map((item) => `${slotKey(item)}, seed ${item.seed}: ${item.problem ?? ''}`.slice(0, 600)),
  }
}
