import type { RunHead } from '#contract/run-head.ts'
import { isLive } from '#contract/runs.ts'

/** What a chart says while the shown run has logged nothing that it draws; `head` is null where no run is shown. */
export function emptyNoteOf(head: Pick<RunHead, 'status' | 'samples'> | null): string {
  if (!head) return 'No samples yet. Press Run.'
  if (head.status === 'queued') return 'The run waits for its turn.'
  if (head.status === 'starting') return 'The run is starting.'
  if (head.status === 'paused' && head.samples === 0) return 'The run is paused before its first step.'
  if (isLive(head.status)) return 'The run is under way; its first samples are on their way.'
  return head.samples > 0
    ? 'This run has no samples for this chart.'
    : 'This run ended before its first sample.'
}

/** What it says while the run plays again; when a value was measured is not on record. */
export const emptyWhilePlayed =
  'Nothing to draw at this point of the playback; what is drawn from measured values comes at its end.'
