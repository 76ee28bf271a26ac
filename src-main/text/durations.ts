import { thinSpace } from './numbers.ts'

/** Seconds as "0.42 s", "12 s", "3 min 05 s" or "1 h 02 min". */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds) || seconds < 0) return 'unknown'
  if (seconds < 9.995) return `${seconds.toFixed(2)}${thinSpace}s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}${thinSpace}s`
  const two = (part: number) => String(part).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)}${thinSpace}min ${two(whole % 60)}${thinSpace}s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)}${thinSpace}h ${two(minutes % 60)}${thinSpace}min`
}

/** A duration that is expected, at most two digits of it: "6 s", "43 s", "3 min", "1.5 h", "12 h". */
export function expectedDuration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds) || seconds < 0) return 'unknown'
  if (seconds < 99.5) return `${Math.max(1, Math.round(seconds))}${thinSpace}s`
  const minutes = seconds / 60
  if (minutes < 99.5) return `${Math.round(minutes)}${thinSpace}min`
  const hours = minutes / 60
  return hours < 9.95
    ? `${Number(hours.toFixed(1))}${thinSpace}h`
    : `${Number(hours.toPrecision(2))}${thinSpace}h`
}

/** An estimate of a duration, in seconds, no finer than it is: "a few seconds", "about 40 seconds", "about 3 hours". */
export function roughDuration(seconds: number): string {
  if (seconds < 10) return 'a few seconds'
  if (seconds < 90) return `about ${10 * Math.round(seconds / 10)} seconds`
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} minutes`
  return `about ${Math.round(seconds / 3600)} hours`
}
