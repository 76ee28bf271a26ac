import type { RunState } from '../../lab/run.svelte.ts'

/** The highest memory at the end of the first `steps` steps of a track, in MiB; null before the first. Reactive. */
export function highestOf(run: RunState | null, track: string, steps = Infinity): number | null {
  const data = run?.track(track)
  const memory = data?.series('memoryMiB')
  if (!data || !memory || data.length === 0) return null
  return memory.subarray(0, Math.min(steps, data.length)).reduce((most, held) => Math.max(most, held), 0)
}
