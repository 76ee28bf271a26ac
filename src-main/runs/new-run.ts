import type { EngineDescription, RunRequest, RunSummary } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import { RunError } from './run-error.ts'

let made = 0

export interface StartOptions {
  /** Held before its first step. */
  readonly isPaused: boolean
  readonly stepsPerSecond: number | null
}

/** The record of a run that was asked for. Throws ParamsError or RunError when the request cannot be carried out. */
export function newRun(
  request: RunRequest,
  options: StartOptions,
  versions: Readonly<Record<string, string>>,
): RunSummary {
  const slot = slotOf(request)
  if (!slot) throw new RunError(`There is no part "${request.part}" with a slot "${request.slot}".`, 'part')
  const asked = slot.ask(request.params)
  const params = asked.params as RunRequest['params']
  const createdAt = new Date().toISOString()
  return {
    id: `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-${process.pid.toString(36)}${(made++).toString(36)}`,
    name: slot.title,
    request: { ...request, params },
    status: options.isPaused ? 'paused' : 'starting',
    problem: null,
    createdAt,
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
    values: {},
  }
}

/** What stands in a run's record until its trainer says which engine it opened. */
function pendingEngine(asked: string): EngineDescription {
  const reason = 'The trainer has not opened its engine yet.'
  return { name: asked, version: '', device: null, detail: '', reason }
}
