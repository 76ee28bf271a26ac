import type { Params } from '#contract/fields.ts'
import type { RunHead } from '#contract/run-head.ts'
import type { Setting } from '#contract/run-all.ts'
import type { Slot } from '#experiments/part.ts'
import { slotOf } from '#experiments/problems.ts'
import { settingOf, type PlanItem, type Timed } from './run-all-plan.ts'
import type { RunManager } from './run-manager.ts'

/** Seconds until a run's process is there, which its training time does not count. */
const startSeconds = 0.5

/** How long a run of a slot takes here, from the newest completed run with the same parameters. */
export class RunAllTimes {
  private readonly manager: RunManager
  /** By slot and parameters; a run that is newer replaces it when it completes. */
  private known: Map<string, number> | null = null

  constructor(manager: RunManager) {
    this.manager = manager
    manager.listen({
      changed: (run) => {
        if (this.known && run.status === 'completed') this.known.set(keyOf(run.request), run.seconds)
      },
      deleted: () => undefined,
      progressed: () => undefined,
      counted: () => undefined,
    })
  }

  /** What is known of the time of an item of a plan; `run` is its run while that works or waits. */
  timed(item: PlanItem, setting: Setting, run: RunHead | null): Timed {
    const slot = slotOf(item)
    const isSweep = slot?.trainedBy.startsWith('jobs') ?? false
    const seconds = slot && this.seconds(slot, settingOf(slot, setting))
    if (item.status === 'done' || item.status === 'failed') return { seconds, share: 1, isSweep }
    const share = run && run.totalSteps > 0 ? Math.min(1, run.stepsDone / run.totalSteps) : 0
    // The speed so far says more than earlier runs, but little at the very beginning.
    const own = run && share > 0.05 ? run.seconds / share : seconds
    return { seconds: own, share: Math.min(share, 0.999), isSweep }
  }

  /** Null where no such run has completed here. */
  private seconds(slot: Slot, params: Params): number | null {
    this.known ??= timesOf(this.manager.list().runs)
    const seconds = this.known.get(keyOf({ part: slot.part, slot: slot.id, params }))
    return seconds === undefined ? null : seconds + startSeconds
  }
}

/** By slot and parameters, of the newest run of each. */
function timesOf(runs: readonly RunHead[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const { status, request, seconds } of runs) {
    if (status !== 'completed') continue
    const key = keyOf(request)
    if (!times.has(key)) times.set(key, seconds)
  }
  return times
}

function keyOf({ part, slot, params }: { part: string; slot: string; params: Params }): string {
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([part, slot, sorted])
}
