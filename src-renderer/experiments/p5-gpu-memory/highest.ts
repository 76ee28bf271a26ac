import type { RunState } from '../../lab/run.svelte.ts'

/** The highest memory at the end of any step of a track so far, in MiB; null before its first step. Reactive. */
export function highestOf(run: RunState | null, track: string): number | null {
  const data = run?.track(track)
  const memory = data?.series('memoryMiB')
  if (!data || !memory || data.length === 0) return null
  return memory.subarray(0, data.length).reduce((most, held) => Math.max(most, held), 0)
}
