import type { Stored, StoredKind, UnusedRuns } from '#contract/storage.ts'
import { counted, listed } from '#text/words.ts'

/** What each kind is called, and what is counted of it. */
const kinds: Readonly<Record<StoredKind, readonly [title: string, noun: string]>> = {
  runs: ['Runs', 'run'],
  trash: ['Runs in the trash', 'run'],
  worksheets: ['Worksheets', 'worksheet'],
  data: ['Data sets', 'file'],
  engines: ['Engines', 'file'],
  recordings: ['Recordings', 'file'],
  backups: ['Backups', 'file'],
  other: ['Settings, the index of runs, the window', 'file'],
}

export const storedTitle = ({ kind }: Stored): string => kinds[kind][0]

/** "12 runs, of which 2 are not measured yet". */
export function storedCount({ kind, count, unmeasured }: Stored): string {
  const all = counted(count, kinds[kind][1])
  return unmeasured === 0 ? all : `${all}; ${unmeasured} not measured yet (under way, or not read)`
}

/** What stays when everything unused has gone. */
export function keptText({ kept: { pinned, used, underWay } }: UnusedRuns): string {
  const parts = [
    pinned > 0 ? [`${counted(pinned, 'run')} pinned`] : [],
    used > 0 ? [`${counted(used, 'run')} that worksheets use`] : [],
    underWay > 0 ? [`${counted(underWay, 'run')} under way`] : [],
  ].flat()
  return parts.length === 0 ? 'No other run is there.' : `These stay: ${listed(parts)}.`
}
