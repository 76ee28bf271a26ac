import { findPreset, parseParams } from '#contract/params.ts'
import type { EngineDescription, RunRequest, RunSummary } from '#contract/runs.ts'
import { definitions } from '#experiments/definitions.ts'
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
  const definition = definitions.find((candidate) => candidate.id === request.experiment)
  if (!definition) throw new RunError(`There is no experiment "${request.experiment}".`, 'experiment')
  const preset = findPreset(definition, request.preset)
  const params = parseParams(definition, preset, request.params) as RunRequest['params']
  const createdAt = new Date().toISOString()
  return {
    id: `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-${process.pid.toString(36)}${(made++).toString(36)}`,
    name: preset.title,
    request: { ...request, params },
    status: options.isPaused ? 'paused' : 'starting',
    problem: null,
    createdAt,
    endedAt: null,
    engine: pendingEngine(request.engine),
    versions: { ...versions },
    dataHash: null,
    dataNote: null,
    totalSteps: definition.totalSteps(params, preset.id),
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
  return { name: asked, version: '', device: '', reason: 'The trainer has not opened its engine yet.' }
}
