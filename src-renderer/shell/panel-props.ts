import type { LabState } from '../lab/lab.svelte.ts'
import type { PanelState } from '../lab/panel.svelte.ts'

/** What every problem's Panel.svelte is given. */
export interface PanelProps {
  readonly lab: LabState
  readonly panel: PanelState
}
