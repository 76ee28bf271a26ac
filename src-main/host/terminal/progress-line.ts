import type { RunHead } from '#contract/run-head.ts'

/** "12 s", "3 min 20 s", "2 h 5 min". */
export function inWords(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** Name, state, share done, time trained and time left, in one line. */
export function progressLine(run: RunHead): string {
  if (run.place !== null) return `${run.name} · waits for its turn, place ${run.place}`
  const share = run.totalSteps > 0 ? Math.min(1, run.stepsDone / run.totalSteps) : 0
  const left = share > 0 ? ` · about ${inWords((run.seconds / share) * (1 - share))} left` : ''
  return `${run.name} · ${run.status} · ${(share * 100).toFixed(0)} % · ${inWords(run.seconds)}${left}`
}
