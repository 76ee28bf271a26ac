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
  /** Where the reader left the page, in pixels from its top. */
  scrolledTo = 0
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
   * Shows each slot's latest run, once the lab has told of its runs. A slot whose run is under way becomes the active
   * one, so that the run bar and the keys control it; returns its key, or null where none is.
   */
  open(): string | null {
    for (const part of this.slots) part.open()
    const live = this.slots.find((part) => part.run?.isLive)?.slot.key ?? null
    if (live !== null) this.activeKey = live
    return live
  }
  /** Is a run of this part under way? */
  isLive(partId: string): boolean {
    return this.slots.some((part) => part.slot.part === partId && (part.run?.isLive ?? false))
  }
}
