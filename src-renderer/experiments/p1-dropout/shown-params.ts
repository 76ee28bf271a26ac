import { ParamsError } from '#contract/params.ts'
import type { Slot } from '#experiments/part.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import type { RunState } from '../../lab/run.svelte.ts'

/** The parameters a run was asked, with their types; null where this version refuses them. */
export function runParams<P>(slot: Slot<P>, run: RunState): P | null {
  try {
    return slot.typed(run.summary.request.params)
  } catch (error) {
    if (error instanceof ParamsError) return null
    throw error
  }
}

/** What a part shows: the parameters of its run, else of its form; the defaults for a run that this version refuses. */
export function shownParams<P>(slot: Slot<P>, part: PartState): P {
  if (part.run) return runParams(slot, part.run) ?? slot.typed({})
  return slot.typed(part.shownParams)
}
