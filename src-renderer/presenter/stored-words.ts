import type { RunHead } from '#contract/run-head.ts'
import { formatDuration } from '#text/durations.ts'
import { engineOfValues } from '../lab/engine-words.ts'

type StoredRun = Pick<RunHead, 'createdAt' | 'seconds' | 'engine' | 'dataNote'>

/** Of a run that travels with a demo, for its audience: that it is no training of this moment, when and on what it was made. */
export function storedWords({ createdAt, seconds, engine, dataNote }: StoredRun): string {
  const made = `Stored run of ${createdAt.slice(0, 10)}: it took ${formatDuration(seconds)}`
  return `${[`${made} (${engineOfValues(engine)})`, dataNote ?? []].flat().join('; ')}.`
}
