import type { RunHead } from '#contract/run-head.ts'
import type { PanelState } from '../../lab/panel.svelte.ts'
import { settings } from '../../lab/settings.svelte.ts'
import { screenRecording } from '../../recording/screen-recording.svelte.ts'
import { openRun } from '../../runs/open-run.ts'
import { givenName, shortSlotTitle } from '../../runs/run-words.ts'
import { logPage } from '../problems.ts'
import { route } from '../route.svelte.ts'
import { settingsPages } from '../settings-pages.ts'
import { shortcuts } from '../shortcuts.ts'
import type { Command } from './matching.ts'

type Panels = ReadonlyMap<string, PanelState>

/** Every slot of every problem, in order: what J and K go through, too. */
export const allSlots = (panels: Panels) =>
  [...panels.values()].flatMap((panel) => panel.slots.map((part) => ({ panel, part })))

/** The slot before (-1) or after (1) the active one of the open panel, across problems; null at either end. */
export function neighbour(
  panels: Panels,
  panel: PanelState,
  by: 1 | -1,
): { page: string; key: string } | null {
  const slots = allSlots(panels)
  const at = slots.findIndex(({ part }) => part === panel.active)
  const next = at < 0 ? undefined : slots[at + by]
  return next ? { page: next.panel.problem.id, key: next.part.slot.key } : null
}

const pages: readonly (readonly [title: string, page: string])[] = [
  ['Worksheet', 'worksheet'],
  ['Runs', 'runs'],
  ...settingsPages.map(({ id, title }) => [title, id] as const),
  ['Homework log', logPage],
]

export interface Dialogs {
  readonly shortcuts: () => void
  readonly tour: () => void
  readonly demos: () => void
}

/** Everything that can be done from anywhere; `panel`: the open one. */
export function commands(
  panels: Panels,
  panel: PanelState | undefined,
  dialogs: Dialogs,
): readonly Command[] {
  const parts = allSlots(panels).map(({ panel: { problem }, part: { slot } }): Command => ({
    ...{ id: `part ${slot.key}`, group: 'Parts', title: slot.title, detail: slot.key },
    act: () => route.go(problem.id, slot.key),
  }))
  const goTo = pages.map(([title, page]): Command => ({
    ...{ id: `page ${page}`, group: 'Pages', title, detail: '' },
    act: () => route.go(page),
  }))
  const onPart = panel
    ? [
        ...shortcuts.map(({ does, keys, act }): Command => ({
          ...{
            id: `key ${keys}`,
            group: 'Actions',
            title: `${panel.active.slot.key}: ${does}`,
            detail: keys,
          },
          act: () => act(panel.active),
        })),
        {
          ...{ id: 'present', group: 'Actions' as const, title: 'Show to an audience', detail: 'P' },
          act: () => route.present(panel.problem.id, panel.activeKey),
        },
      ]
    : []
  const elsewhere: Command[] = [
    { id: 'shortcuts', group: 'Actions', title: 'Keyboard shortcuts', detail: '?', act: dialogs.shortcuts },
    { id: 'demos', group: 'Actions', title: 'Demos', detail: '', act: dialogs.demos },
    { id: 'tour', group: 'Actions', title: 'Tour of the lab', detail: '', act: dialogs.tour },
    {
      ...{ id: 'record', group: 'Actions' as const, title: 'Record the window', detail: '' },
      act: () => screenRecording.ask(),
    },
    ...(['light', 'dark', 'system'] as const).map((theme): Command => ({
      ...{ id: `theme ${theme}`, group: 'Actions', title: `Theme: ${theme}`, detail: '' },
      act: () => settings.change({ theme }),
    })),
  ]
  return [...parts, ...goTo, ...onPart, ...elsewhere]
}

/** A run that the lab has found for the query, opened in its part. */
export const runCommand = (panels: Panels, run: RunHead): Command => ({
  id: `run ${run.id}`,
  group: 'Runs',
  title: givenName(run) || shortSlotTitle(run),
  detail: `${run.request.part}, seed ${run.request.seed}, ${run.status}`,
  act: () => openRun(panels, run),
})
