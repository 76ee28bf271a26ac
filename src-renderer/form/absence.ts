import { isLive, type RunStatus } from '#contract/runs.ts'
import type { Value } from '#contract/samples.ts'
import type { RunStage } from './form-props.ts'

/** Why a value is absent from a run, by how far the run is: in few words, and as a sentence. */
export const absences: Readonly<Record<RunStage, { readonly words: string; readonly sentence: string }>> = {
  none: { words: 'not run yet', sentence: 'Not run yet.' },
  live: { words: 'not measured yet', sentence: 'The run has not measured this yet.' },
  played: {
    words: 'at the end',
    sentence: 'Shown at the end of the playback: when it was measured is not on record.',
  },
  stopped: {
    words: 'not measured: the run was stopped',
    sentence: 'Not measured: the run was stopped.',
  },
  completed: { words: 'not in this run', sentence: 'This run, of another version, did not measure this.' },
}

/** Why there is no number or table, as a sentence; empty where there is one. */
export function reasonNone(value: Value | undefined, stage: RunStage): string {
  if (value === undefined) return absences[stage].sentence
  return value.value === null ? value.notMeasured : ''
}

/** Why a cell of a table is empty: `pending` may still come, `before` needs a run; in few words. */
export function whyNothing(
  run: { readonly isLive: boolean } | null,
  { pending = 'not yet', before = absences.none.words } = {},
): string {
  if (run === null) return before
  return run.isLive ? pending : absences.stopped.words
}

/** How far the run of this status is; undefined: there is none. */
export function stageOf(status: RunStatus | undefined): RunStage {
  if (status === undefined) return 'none'
  if (isLive(status)) return 'live'
  return status === 'completed' ? 'completed' : 'stopped'
}
