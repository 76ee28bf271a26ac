/** Plays a demo: which step is carried out when. It knows no page and no clock; both are handed in. */
import type { Demo, DemoStep } from '#contract/demo.ts'

/** What is carried out on the page. */
export type DemoAction = Exclude<DemoStep, { readonly do: 'wait' | 'say' | 'point' }>

export interface DemoState {
  /** Index of the step that comes next, or that waits. */
  readonly at: number
  /** When it was come to, in milliseconds. */
  readonly since: number
  /** The caption as it stands in the file. */
  readonly caption: string
  /** The name of what is pointed at. */
  readonly pointed: string | null
  readonly isHeld: boolean
}

/** What a step may wait for. */
export interface DemoFacts {
  /** Of the shown run; 0 where there is none. */
  readonly steps: number
  readonly hasEnded: boolean
  /** Ids of what it has measured. */
  readonly measured: readonly string[]
  readonly isPlayedAgain: boolean
}

export const startOfDemo = (now: number): DemoState => ({
  at: 0,
  since: now,
  caption: '',
  pointed: null,
  isHeld: false,
})
export const hasEnded = (demo: Demo, { at }: DemoState): boolean => at >= demo.steps.length

type Wait = Extract<DemoStep, { readonly do: 'wait' }>['for']

/** Does the demo stand at a wait that a press ends? A run is waited for, whoever presses. */
export function waitsForPress(demo: Demo, { at }: DemoState): boolean {
  const step = demo.steps[at]
  return step?.do === 'wait' && ('press' in step.for || 'seconds' in step.for)
}

function isMet(wanted: Wait, facts: DemoFacts, waited: number): boolean {
  if ('press' in wanted) return false
  if ('seconds' in wanted) return waited >= 1000 * wanted.seconds
  if ('end' in wanted) return facts.hasEnded
  if ('value' in wanted) return facts.measured.includes(wanted.value)
  return facts.steps >= ('epochs' in wanted ? wanted.epochs : wanted.steps)
}

/**
 * As far as the demo comes now: captions and pointing change at once; the first action that is met is handed out, to be
 * carried out before the next call, and null where there is none.
 */
export function advance(
  demo: Demo,
  state: DemoState,
  facts: DemoFacts,
  now: number,
): { readonly state: DemoState; readonly action: DemoAction | null } {
  let next = state
  if (state.isHeld) return { state, action: null }
  for (let step = demo.steps[next.at]; step; step = demo.steps[next.at]) {
    if (step.do === 'wait' && !isMet(step.for, facts, now - next.since)) break
    // What comes after a run that is played again speaks of its end.
    if (facts.isPlayedAgain && demo.steps[next.at - 1]?.do === 'play') break
    next = { ...next, at: next.at + 1, since: now }
    if (step.do === 'say') next = { ...next, caption: step.text }
    else if (step.do === 'point') next = { ...next, pointed: step.at }
    else if (step.do !== 'wait') return { state: next, action: step }
  }
  return { state: next, action: null }
}

/** The presenter presses to go on. */
export const pressed = (demo: Demo, state: DemoState, now: number): DemoState =>
  waitsForPress(demo, state) ? { ...state, at: state.at + 1, since: now, isHeld: false } : state

/** Held, or going on; the time that was waited does not count twice. */
export const held = (state: DemoState, isHeld: boolean, now: number): DemoState => ({
  ...state,
  isHeld,
  since: now,
})
