import type { RunHead } from '#contract/run-head.ts'
import { expectedDuration, formatDuration } from '#text/durations.ts'

/** Name, state, share done, time trained and time left, in one line. */
export function progressLine(run: RunHead): string {
  if (run.place !== null) return `${run.name} · waiting for its turn, place ${run.place}`
  const share = run.totalSteps > 0 ? Math.min(1, run.stepsDone / run.totalSteps) : 0
  const left = share > 0 ? ` · about ${expectedDuration((run.seconds / share) * (1 - share))} left` : ''
  return `${run.name} · ${run.status} · ${(share * 100).toFixed(0)} % · ${formatDuration(run.seconds)}${left}`
}
