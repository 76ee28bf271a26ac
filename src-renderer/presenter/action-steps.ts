/** What a presenter does, as the steps of a demo. It knows no page and no clock. */
import type { DemoStep } from '#contract/demo.ts'

/** What can be done on the presenter's screen; how long it is looked at is added as a wait. */
export type Action = Exclude<DemoStep, { readonly do: 'wait' | 'play' | 'visit' }>

/** Of the run that was started last. */
export interface RunNow {
  /** Steps that it has done; 0 where none was started. */
  readonly steps: number
  readonly hasEnded: boolean
}

type Wait = Extract<DemoStep, { do: 'wait' }>['for']
const waitFor = (wanted: Wait): DemoStep => ({ do: 'wait', for: wanted })

/** After these the presenter speaks, and goes on when it is time. */
const isShown = (step: DemoStep | undefined): boolean =>
  step !== undefined && ['show', 'reveal', 'say', 'point'].includes(step.do)

/** Has the run that these steps started been waited for to its end? True where none was started. */
function isEndAwaited(steps: readonly DemoStep[]): boolean {
  const started = steps.findLastIndex(({ do: does }) => does === 'start')
  return started < 0 || steps.slice(started).some((step) => step.do === 'wait' && 'end' in step.for)
}

/** What is waited for before an action: the run as far as it was then, else a press where something was shown before. */
function waitsBefore(steps: readonly DemoStep[], action: Action, run: RunNow): readonly DemoStep[] {
  if (action.do === 'set' || action.do === 'say' || action.do === 'point') return []
  const isUnderWay = !isEndAwaited(steps)
  if (isUnderWay && run.hasEnded) return [waitFor({ end: true })]
  // A run that is watched sets the pace itself.
  if (isUnderWay && run.steps > 0 && action.do === 'show') return [waitFor({ steps: run.steps })]
  return isShown(steps.at(-1)) ? [waitFor({ press: true })] : []
}

/** The steps with what was done last. A field that is dragged is one step with its last value. */
export function withAction(steps: readonly DemoStep[], action: Action, run: RunNow): readonly DemoStep[] {
  const last = steps.at(-1)
  if (action.do === 'set' && last?.do === 'set')
    return [...steps.slice(0, -1), { do: 'set', fields: { ...last.fields, ...action.fields } }]
  return [...steps, ...waitsBefore(steps, action, run), action]
}

/** As they are kept: a run that was under way at the end is waited for, and what is shown last stays until a press. */
export function withEnd(steps: readonly DemoStep[]): readonly DemoStep[] {
  if (!isEndAwaited(steps)) return [...steps, waitFor({ end: true }), waitFor({ press: true })]
  return isShown(steps.at(-1)) ? [...steps, waitFor({ press: true })] : steps
}

/** The steps with one moved by a place (-1: up), or as they are where it is at an end. */
export function moved<S>(steps: readonly S[], at: number, by: -1 | 1): readonly S[] {
  const [step, other] = [steps[at], steps[at + by]]
  if (step === undefined || other === undefined) return steps
  return steps.map((each, index) => (index === at ? other : index === at + by ? step : each))
}
