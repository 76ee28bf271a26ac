import type { RunRequest } from '#contract/runs.ts'
import type { DemoRun } from './check-demo.ts'
import { collectRun } from './collect-run.testing.ts'
import { slotOf } from './problems.ts'

/** A whole run of a demo in this process. */
export async function carriedOut(request: RunRequest): Promise<DemoRun> {
  const slot = slotOf(request)
  if (!slot) throw new Error(`There is no slot ${request.slot} of ${request.part}.`)
  const { values } = await collectRun(slot.key, request.params, request.seed)
  return {
    hasCompleted: true,
    steps: slot.ask(request.params).totalSteps,
    values: Object.fromEntries(values),
  }
}
