import type { Slot } from '#experiments/part.ts'
import type { PartState } from '../../lab/part.svelte.ts'

/**
 * A part's form with its types. While something in it is not allowed, the last settings that were stay in force, so
 * that the grids stay on the page.
 */
export class PartForm<P> {
  readonly part: PartState
  private readonly slot: Slot<P>
  private lastAllowed: P

  constructor(part: PartState, slot: Slot<P>) {
    this.part = part
    this.slot = slot
    this.lastAllowed = slot.typed(part.form?.params ?? slot.defaults)
  }

  /** What is wrong with the form, one sentence; null where nothing is. */
  readonly problem: string | null = $derived.by(() => Object.values(this.part.problems)[0] ?? null)
  readonly params: P = $derived.by(() => {
    const { form } = this.part
    if (form) this.lastAllowed = this.slot.typed(form.params)
    return this.lastAllowed
  })
  /** The settings of the shown run, else of the form. */
  readonly shownParams: P = $derived.by(() => {
    const { shown } = this.part
    return shown ? this.slot.typed(shown.params) : this.params
  })
  /** Can cells be edited? Not during a run, whose grids they are. */
  readonly canEdit: boolean = $derived.by(() => this.problem === null && !(this.part.run?.isLive ?? false))
}
