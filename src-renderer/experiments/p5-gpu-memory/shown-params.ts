import type { Params } from '#contract/fields.ts'
import { ParamsError } from '#contract/params.ts'
import type { Slot } from '#experiments/part.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import type { RunState } from '../../lab/run.svelte.ts'

function typedOrNull<P>(slot: Slot<P>, params: Params): P | null {
  try {
    return slot.typed(params)
  } catch (error) {
    if (error instanceof ParamsError) return null
    throw error
  }
}

/** What a slot's view shows: its run's parameters, otherwise the form's; the defaults for a run that this version refuses. */
export const shownParams = <P>(slot: Slot<P>, part: PartState): P =>
  typedOrNull(slot, part.shownParams) ?? slot.typed({})

/** What a run was asked; null if this version refuses it. */
export const askedOf = <P>(slot: Slot<P>, run: RunState): P | null =>
  typedOrNull(slot, run.head.request.params)
