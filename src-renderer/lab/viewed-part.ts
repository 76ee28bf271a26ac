import type { PartState } from './part.svelte.ts'
import { overlaid } from './playback.svelte.ts'
import type { RunState } from './run.svelte.ts'

/** A slot as its views see it: its run is the one at the cursor while it plays again. What controls runs has the slot itself. */
export function viewedPart(part: PartState): PartState {
  return overlaid(part, {
    get run(): RunState | null {
      const { run } = part
      if (!run) return null
      return run.playback.isActive ? run.playback.played : run
    },
  })
}
