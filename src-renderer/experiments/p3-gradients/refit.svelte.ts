import { untrack } from 'svelte'
import type { PartState } from '../../lab/part.svelte.ts'
import { refitted, type SquareField } from './refit.ts'

/** A form with lists that are square grids. */
interface Squares {
  readonly part: PartState
  /** The lists and the sides that they must have; null while the sides themselves are not allowed. */
  readonly squareFields: readonly SquareField[] | null
}

/** Fits typed lists to their sides whenever the form changes those; to be called where a component is made. */
export function keepFitted(form: Squares): void {
  let fitted: readonly SquareField[] = []
  $effect(() => {
    const now = form.squareFields
    if (!now) return
    untrack(() => {
      const { part } = form
      for (const [name, list] of Object.entries(refitted(part.params, fitted, now))) part.change(name, list)
    })
    fitted = now
  })
}
