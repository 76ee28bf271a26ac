import type { Problem } from '#experiments/problem.ts'
import { Crosshair } from '../charts/crosshair.svelte.ts'
import type { LabState } from './lab.svelte.ts'
import { PartState } from './part.svelte.ts'

/** A problem's panel: a state for each slot of its parts, and which of them the run bar and the keys act on. */
export class PanelState {
  readonly problem: Problem
  /** Shared by all charts of the panel. */
  readonly crosshair = new Crosshair()
  /** Key of a slot. */
  activeKey = $state('')
  /** Where the reader left the page, in pixels from its top; null while nobody has scrolled it. */
  scrolledTo: number | null = null
  readonly lab: LabState
  /** In the order of the page. */
  readonly slots: readonly PartState[]

  constructor(lab: LabState, problem: Problem) {
    this.lab = lab
    this.problem = problem
    this.slots = problem.parts.flatMap(({ slotList }) => slotList.map((slot) => new PartState(lab, slot)))
    this.activeKey = this.slots[0]?.slot.key ?? ''
  }

  /** The state of a slot, by its key. Throws when the problem declares none of this key. */
  part(key: string): PartState {
    const part = this.slots.find(({ slot }) => slot.key === key)
    if (!part) throw new Error(`${this.problem.id} has no slot ${key}.`)
    return part
  }
  /** The state that shows runs with this request; null where this lab has no such slot. */
  showing({ part, slot }: { readonly part: string; readonly slot: string }): PartState | null {
    return this.slots.find((state) => state.slot.part === part && state.slot.id === slot) ?? null
  }
  get active(): PartState {
    return this.part(this.activeKey)
  }
  /**
   * Shows each slot's latest run, once the lab has told of its runs. `addressed`: the key of the slot that the address
   * names, which becomes the active one; where it names none, a slot whose run is under way does, so that the run bar
   * and the keys control it. Returns the key of the active slot where it was chosen by either, else null.
   */
  open(addressed: string): string | null {
    for (const part of this.slots) part.open()
    const named = this.slots.find(({ slot }) => slot.key === addressed)
    const chosen = named ?? this.slots.find((part) => part.run?.isLive)
    if (!chosen) return null
    this.activeKey = chosen.slot.key
    return chosen.slot.key
  }
  /** Is a run of this part under way? */
  isLive(partId: string): boolean {
    return this.slots.some((part) => part.slot.part === partId && (part.run?.isLive ?? false))
  }
}
