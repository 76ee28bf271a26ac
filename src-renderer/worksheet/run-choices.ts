/** The runs of a part that a number or table can be taken from. */
import type { Values } from '#contract/samples.ts'
import type { Part, Slot } from '#experiments/part.ts'
import type { LabState } from '../lab/lab.svelte.ts'
import type { PanelState } from '../lab/panel.svelte.ts'
import type { WorksheetState } from './worksheet.svelte.ts'

interface RunChoice {
  readonly slot: Slot
  readonly run: string
  /** "Run of 1d, seed 183". */
  readonly words: string
  /** Why it is offered. */
  readonly role: string
}
export interface MeasuredRun extends RunChoice {
  readonly values: Values
}

/** Which kinds of things a part can have: `hasCharts`, one is drawn on the page. The cells of a table are numbers too. */
export function insertable(
  { slotList }: Part,
  hasCharts: boolean,
): Readonly<Record<'number' | 'table' | 'chart', boolean>> {
  const values = slotList.flatMap((slot) => slot.values)
  return {
    number: values.length > 0,
    table: values.some(({ kind }) => kind === 'table'),
    chart: hasCharts || slotList.some(({ series }) => series.length > 0),
  }
}

/** Of each slot the run shown on the panel and the run that fills the worksheet, where that is another one. */
export function runChoices(
  part: Part,
  panel: PanelState | undefined,
  worksheet: WorksheetState,
): readonly RunChoice[] {
  return part.slotList.flatMap((slot) => {
    const shown = panel?.slots.find((state) => state.slot.key === slot.key)?.run?.head
    const filled = worksheet.filled(slot.key)
    const choices: RunChoice[] = []
    if (shown)
      choices.push({
        slot,
        run: shown.id,
        words: `${shown.name}, seed ${shown.request.seed}`,
        role: shown.id === filled?.run ? 'shown on the panel and in the worksheet' : 'shown on the panel',
      })
    if (filled && filled.run !== shown?.id)
      choices.push({
        slot,
        run: filled.run,
        words: `${filled.runName}, seed ${filled.seed}`,
        role: 'in the worksheet',
      })
    return choices
  })
}

/** What these runs measured. Rejects while the lab is not connected. */
export async function measured(lab: LabState, choices: readonly RunChoice[]): Promise<MeasuredRun[]> {
  if (choices.length === 0) return []
  const bodies = await lab.bodies(choices.map(({ run }) => run))
  return choices.flatMap((choice) => {
    const body = bodies.find(({ run }) => run === choice.run)
    return body ? [{ ...choice, values: body.values }] : []
  })
}
