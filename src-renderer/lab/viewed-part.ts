import type { PartState } from './part.svelte.ts'
import { overlaid } from './playback.svelte.ts'
import type { RunState } from './run.svelte.ts'
import type { SeedRuns } from './seed-runs.svelte.ts'

/**
 * A slot as its views see it: while its run plays again, that is the run at the cursor, and the runs drawn beside it
 * (compared ones, other seeds) have come as far. What controls runs has the slot itself.
 */
export function viewedPart(part: PartState): PartState {
  const beside = (run: RunState): RunState => {
    const shown = part.run
    return shown?.playback.isActive === true && shown !== run ? shown.playback.beside(run) : run
  }
  const seeds: SeedRuns = overlaid(part.seeds, {
    get runs(): readonly RunState[] {
      return part.seeds.runs.map(beside)
    },
  })
  return overlaid(part, {
    get run(): RunState | null {
      const { run } = part
      if (!run) return null
      return run.playback.isActive ? run.playback.played : run
    },
    get compared(): readonly RunState[] {
      return part.compared.map(beside)
    },
    get comparedByName(): PartState['comparedByName'] {
      return part.comparedByName.map(({ run, difference }) => ({ run: beside(run), difference }))
    },
    seeds,
  })
}
