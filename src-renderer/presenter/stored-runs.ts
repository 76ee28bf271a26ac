/** Runs that travel with a demo: found in the lab, taken along with the step that starts them, left behind again. */
import { storedRun, type Demo, type DemoStep } from '#contract/demo.ts'
import { isSameRequest, slotKey, type RequestedNumbers, type RunRequest } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import type { LabState } from '../lab/lab.svelte.ts'
import type { DemoDraft } from './action-recording.svelte.ts'

type Steps = Demo['steps']
type Start = Extract<DemoStep, { do: 'start' }>
type Stored = NonNullable<Start['stored']>

/** What the step at this place starts; null if it starts nothing, or no part of this lab is open there. */
export function requestAt(steps: Steps, at: number): RequestedNumbers | null {
  const step = steps[at]
  if (step?.do !== 'start') return null
  const opened = steps.slice(0, at).findLastIndex(({ do: does }) => does === 'open')
  const open = steps[opened]
  if (open?.do !== 'open') return null
  const slot = slotOf(open)
  if (!slot) return null
  const set = steps
    .slice(opened, at)
    .flatMap((each) => (each.do === 'set' ? Object.entries(each.fields) : []))
  const params = { ...slot.defaults, ...Object.fromEntries(set) } as RunRequest['params']
  return { part: slot.part, slot: slot.id, params, seed: step.seed }
}

/** The newest completed run of this request, one that this lab carried out before one it opened; null if it holds none. */
async function runOf(lab: LabState, asked: RequestedNumbers): Promise<string | null> {
  const { part, slot } = asked
  const filter = { slot: { part, slot }, status: ['completed' as const] }
  const { runs } = await lab.ask((client) =>
    client.request('run.list', { filter, from: 0, limit: mostLooked }),
  )
  const fitting = runs.filter(({ request }) => isSameRequest(request, asked))
  return (fitting.find(({ origin }) => origin === null) ?? fitting[0])?.id ?? null
}
/** Newest runs of the slot among which the one to take along is looked for; as many as a list may have. */
const mostLooked = 100

/** What the start at this place asks for. Throws a sentence if the demo opens no part of this lab before it. */
function askedAt(draft: DemoDraft, at: number): RequestedNumbers {
  const asked = requestAt(draft.steps, at)
  if (!asked) throw new Error('The demo opens no part of this lab before this step.')
  return asked
}

/**
 * The demo with the run of the start at this place. `draft` gives the demo as it is at that moment: it may be edited
 * while the run is on its way. Rejects with a sentence if this lab holds no such run, or the step asks for another by then.
 */
export async function withRun(
  draft: () => DemoDraft,
  at: number,
  seconds: Stored['seconds'],
  lab: LabState,
): Promise<DemoDraft> {
  const asked = askedAt(draft(), at)
  const key = slotKey(asked)
  const id = await runOf(lab, asked)
  if (id === null)
    throw new Error(
      `This lab holds no completed run of ${key} with the settings and the seed of this step. Run it first.`,
    )
  const { data } = await lab.ask((client) => client.request('replay.save', { run: id }))
  const now = draft()
  if (!isSameRequest(askedAt(now, at), asked))
    throw new Error('The steps have changed since; take the run of this step along again.')
  const name = freeName(now, `${key}, seed ${asked.seed}`, data)
  return withStored({ ...now, runs: { ...now.runs, [name]: data } }, at, { run: name, seconds })
}

/** The name for a run in the demo: the same run, taken along twice, is there once. */
function freeName({ runs = {} }: DemoDraft, name: string, data: string): string {
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name} (${number})`
    if (!Object.hasOwn(runs, tried) || storedRun({ runs }, tried) === data) return tried
  }
}

/** The demo with a start that shows a stored run, or that trains (null). */
export function withStored(draft: DemoDraft, at: number, stored: Stored | null): DemoDraft {
  const steps = draft.steps.map((step, index) => {
    if (index !== at || step.do !== 'start') return step
    const { stored: _, ...bare } = step
    return stored === null ? bare : { ...bare, stored }
  })
  return withSteps(draft, steps)
}

/** The demo with other steps; stored runs that none of them shows are left behind. */
export function withSteps({ runs: all = {}, ...draft }: DemoDraft, steps: Steps): DemoDraft {
  const shown = steps.flatMap((step) => (step.do === 'start' && step.stored ? step.stored.run : []))
  const runs = Object.fromEntries(Object.entries(all).filter(([name]) => shown.includes(name)))
  return shown.length === 0 ? { ...draft, steps } : { ...draft, runs, steps }
}
