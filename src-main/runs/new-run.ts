import type { EngineDescription, RunRequest, RunSummary } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import { RunError } from './run-error.ts'
import { nextRunId } from './run-order.ts'

export interface StartOptions {
  /** Held before its first step. */
  readonly isPaused: boolean
  readonly stepsPerSecond: number | null
}

/**
 * The record of a run that was asked for, newer than every run whose id has a time up to `latest`. Throws ParamsError or RunError when the request cannot be carried out.
 */
export function newRun(
  request: RunRequest,
  options: StartOptions,
  versions: Readonly<Record<string, string>>,
  latest: number,
): RunSummary {
  const slot = slotOf(request)
  if (!slot) throw new RunError(`There is no part "${request.part}" with a slot "${request.slot}".`, 'part')
  const asked = slot.ask(request.params)
  const params = asked.params as RunRequest['params']
  const now = Date.now()
  return {
    id: nextRunId(now, latest),
    name: slot.title,
    request: { ...request, params },
    status: options.isPaused ? 'paused' : 'starting',
    problem: null,
    createdAt: new Date(now).toISOString(),
    endedAt: null,
    engine: pendingEngine(request.engine),
    versions: { ...versions },
    dataHash: null,
    dataNote: null,
    totalSteps: asked.totalSteps,
    stepsDone: 0,
    sampleCounts: {},
    seconds: 0,
    stepsPerSecond: options.stepsPerSecond,
    hasDiverged: false,
    finishedJobs: 0,
    attempt: 1,
    origin: null,
    note: '',
    isPinned: false,
    trashedAt: null,
    values: {},
  }
}

/** What stands in a run's record until its trainer says which engine it opened. */
function pendingEngine(asked: string): EngineDescription {
  const reason = 'The trainer has not opened its engine yet.'
  return { name: asked, version: '', device: null, detail: '', reason }
}
