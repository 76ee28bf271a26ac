import type { Component, Snippet } from 'svelte'
import type { LabState } from '../lab/lab.svelte.ts'
import type { PanelState } from '../lab/panel.svelte.ts'
import type { PartState } from '../lab/part.svelte.ts'

/** What the view of a slot is given. */
export interface ViewProps {
  readonly lab: LabState
  readonly panel: PanelState
  readonly part: PartState
}

/** A file `experiments/<problem>/<slot key>.svelte`: the live view, what stands under its form, what under its answer. */
export interface SlotView {
  readonly default: Component<ViewProps>
  readonly aside?: Snippet<[ViewProps]>
  /** Ids of the tables that the view draws itself, so that they are not listed beneath it again. */
  readonly shown?: readonly string[]
  /** Shown under the reference answer once that is revealed: formulas that would give it away before. */
  readonly answer?: Snippet<[ViewProps]>
}

const files = import.meta.glob<SlotView>('../experiments/*/[0-9]*.svelte', { eager: true })

/** The view of a slot of a problem. Throws an Error that names the missing file. */
export function viewOf(problem: string, key: string): SlotView {
  const path = `../experiments/${problem}/${key}.svelte`
  const view = files[path]
  if (!view) throw new Error(`The slot ${key} has no view: src-renderer/${path.slice(3)} is missing.`)
  return view
}
