/**
 * The order of runs. An id begins with a time that only rises within a home: the clock's, or where the clock was set
 * back, a millisecond after the latest id there is. So the newest run is the newest whatever the clock says, and a run
 * that is stored can be placed by its id alone.
 */
import type { RunHead } from '#contract/run-head.ts'

/** The time in the name of a run ("2026-01-31t10-20-30-123z-..."), or null. */
export function timeIn(id: string): string | null {
  const found = /^(\d{4}-\d\d-\d\d)t(\d\d)-(\d\d)-(\d\d)-(\d{3})z/.exec(id)
  if (!found) return null
  const [, day, hour, minute, second, thousandth] = found
  const time = new Date(`${day}T${hour}:${minute}:${second}.${thousandth}Z`)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** The beginning of a run's id from a time in milliseconds since 1970. */
const stampOf = (time: number): string => new Date(time).toISOString().replace(/[:.]/g, '-').toLowerCase()

/** The latest time in these ids, in milliseconds since 1970; 0 where none has any. */
export function latestTime(ids: readonly string[]): number {
  // They sort as their times do, so that only the latest has to be read.
  const latest = ids.reduce((known, id) => (id > known && timeIn(id) !== null ? id : known), '')
  return Date.parse(timeIn(latest) ?? '1970-01-01T00:00:00.000Z')
}

let madeLast = 0
let made = 0

/** An id for a run made at `now`, which comes after every run whose time is at most `latest` (both in ms since 1970). */
export function nextRunId(now: number, latest: number): string {
  madeLast = Math.max(now, latest + 1, madeLast + 1)
  return `${stampOf(madeLast)}-${process.pid.toString(36)}${(made++).toString(36)}`
}

/** When a run takes its place in the order: the time in its name; of names of another kind, when it was made. */
export const placeTime = ({ id, createdAt }: Pick<RunHead, 'id' | 'createdAt'>): string =>
  timeIn(id) ?? createdAt

interface Placed {
  readonly id: string
  /** Of `placeTime`: read once, as runs are compared many times. */
  readonly time: string
}

/** Newest first. */
export const isBefore = (a: Placed, b: Placed): boolean => (a.time === b.time ? a.id > b.id : a.time > b.time)
