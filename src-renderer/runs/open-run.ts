import type { RunHead } from '#contract/run-head.ts'
import type { PanelState } from '../lab/panel.svelte.ts'
import type { PartState } from '../lab/part.svelte.ts'
import { route } from '../shell/route.svelte.ts'

type Panels = ReadonlyMap<string, PanelState>

/** The panel that shows a run; undefined where this lab does not have its part. */
export const panelOf = (panels: Panels, { request }: Pick<RunHead, 'request'>): PanelState | undefined =>
  [...panels.values()].find((panel) => panel.showing(request) !== null)

/** Goes to the part of a run and shows it there; null where this lab does not have the part. */
export function openRun(panels: Panels, run: RunHead): PartState | null {
  const panel = panelOf(panels, run)
  const part = panel?.showing(run.request)
  if (!panel || !part) return null
  part.show(run)
  route.go(panel.problem.id, part.slot.key)
  return part
}

/** Shows the first of some runs of one slot in its part, with the others on its charts. */
export function overlayRuns(panels: Panels, [first, ...others]: readonly RunHead[]): void {
  const part = first && openRun(panels, first)
  if (!part) return
  part.comparedIds = []
  for (const run of others) part.compare(run, true)
}
