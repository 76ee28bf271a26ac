import type { Slot } from '#experiments/part.ts'
import type { DataParams } from '#experiments/p2-regularization/fields.ts'
import { dataOf, dataProblem } from '#experiments/p2-regularization/pure/data.ts'
import type { LinearData } from '#experiments/p2-regularization/pure/dropout-objective.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import type { RunState } from '../../lab/run.svelte.ts'

/** The parameters that make the data, as text that is equal only where the data are. */
function dataKeyOf({ source, scales, rows, offset, noise, dataSeed, givenX, givenY }: DataParams): string {
  return JSON.stringify(
    source === 'given' ? { source, givenX, givenY } : { source, scales, rows, offset, noise, dataSeed },
  )
}

/**
 * What a part's form asks right now, with its data: the closed forms follow it at once, without a run. While
 * something in the form is not allowed, the last settings that were stay in force.
 */
export class PartForm<P extends DataParams> {
  readonly part: PartState
  private readonly slot: Slot<P>
  private lastAllowed: P

  constructor(part: PartState, slot: Slot<P>) {
    this.part = part
    this.slot = slot
    this.lastAllowed = slot.typed(part.form?.params ?? slot.defaults)
  }

  readonly params: P = $derived.by(() => {
    const { form } = this.part
    if (form) {
      const asked = this.slot.typed(form.params)
      if (dataProblem(asked) === null) this.lastAllowed = asked
    }
    return this.lastAllowed
  })
  private readonly dataKey = $derived(dataKeyOf(this.params))
  private known: { readonly key: string; readonly data: LinearData } | null = null
  /** A new object only when the data change, so that what depends on them alone is not worked out again. */
  readonly data: LinearData = $derived.by(() => {
    const key = this.dataKey
    if (this.known?.key !== key) this.known = { key, data: dataOf(this.params) }
    return this.known.data
  })

  /** The shown run as it was asked, with its types; null where there is none. */
  readonly asked: P | null = $derived.by(() => {
    const { shown } = this.part
    return shown && this.slot.typed(shown.params)
  })
  /** The shown run, if it was asked with these data and this p, and where `isSame` says so. */
  matchingRun(isSame: (asked: P, form: P) => boolean = () => true): RunState | null {
    const { asked, params } = this
    if (asked?.keep !== params.keep || dataKeyOf(asked) !== this.dataKey) return null
    return isSame(asked, params) ? this.part.run : null
  }
}
