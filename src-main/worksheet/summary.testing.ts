import type { RunSummary } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'

/** For tests: a completed run of a slot at the homework's setting, with what is given of it. */
export function summaryOf(part: string, given: Partial<RunSummary> = {}, slot = 'main'): RunSummary {
  return {
    id: 'a-run',
    name: 'A run',
    request: {
      part,
      slot,
      params: { ...slotOf({ part, slot })?.homework } as RunSummary['request']['params'],
      seed: 7,
      engine: 'auto',
    },
    status: 'completed',
    problem: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:01:00.000Z',
    engine: {
      name: 'onnx',
      version: '1.30.0',
      device: { id: 'cpu', kind: 'cpu', api: 'native', name: null, isSoftware: false },
      detail: '',
      reason: '',
    },
    versions: {},
    dataHash: null,
    dataNote: null,
    totalSteps: 1,
    stepsDone: 1,
    sampleCounts: {},
    seconds: 1,
    stepsPerSecond: null,
    hasDiverged: false,
    finishedJobs: 0,
    attempt: 1,
    note: '',
    isPinned: false,
    trashedAt: null,
    origin: null,
    group: null,
    values: {},
    ...given,
  }
}
