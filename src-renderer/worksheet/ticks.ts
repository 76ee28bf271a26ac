/** How far a cell is: its run, its answer, and whether what it shows is still there and the newest. */
import type { LinkState } from '#contract/worksheet.ts'
import type { CellPlace } from '#worksheet/pure/cells.ts'
import { linksIn } from './lab-links.ts'

export interface Ticks {
  /** The slot that answers it has a completed run. */
  readonly hasRun: boolean
  readonly isAnswered: boolean
  /** It shows something whose run is gone, or that a newer run has measured anew. */
  readonly isStale: boolean
  readonly isSkipped: boolean
}

/** Which run fills a slot, as far as ticks ask. */
export type FilledSlots = Readonly<Record<string, { readonly isComplete: boolean } | null>>

/** The slot whose run answers a cell. */
export const answeringSlot = ({ part, ask }: Pick<CellPlace, 'part' | 'ask'>) =>
  part.slotList.find(({ answered }) => answered.includes(ask.id)) ?? part.slotList[0]

export function ticksOf(
  place: CellPlace,
  cell: { readonly text: string; readonly isSkipped: boolean },
  states: Readonly<Record<string, LinkState>>,
  slots: FilledSlots,
  isKept: (link: string, run: string) => boolean,
): Ticks {
  const slot = answeringSlot(place)
  return {
    hasRun: slot !== undefined && slots[slot.key]?.isComplete === true,
    isAnswered: cell.text.trim() !== '',
    isStale: linksIn(cell.text).some((id) => isStale(states[id], (run) => isKept(id, run))),
    isSkipped: place.isOptional && cell.isSkipped,
  }
}

/** Does a link show what is gone, or what a newer run has measured anew and nobody has decided to keep? */
export const isStale = (state: LinkState | undefined, isKept: (run: string) => boolean): boolean =>
  state !== undefined && (state.isRunGone || (state.newer !== null && !isKept(state.newer.run)))

/** The ticks of a part from those of its cells. */
export const joinedTicks = (all: readonly Ticks[]): Ticks => {
  const counted = all.filter(({ isSkipped }) => !isSkipped)
  return {
    hasRun: all.length > 0 && all.every(({ hasRun }) => hasRun),
    isAnswered: counted.length > 0 && counted.every(({ isAnswered }) => isAnswered),
    isStale: all.some(({ isStale: isOld }) => isOld),
    isSkipped: all.length > 0 && counted.length === 0,
  }
}
