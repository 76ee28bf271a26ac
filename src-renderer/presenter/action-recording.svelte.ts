/** "Record my actions as a demo": while it is on, what the presenter does becomes steps; afterwards they are edited. */
import { demoFormat, type Demo } from '#contract/demo.ts'
import { withAction, withEnd, type Action, type RunNow } from './action-steps.ts'

/** A demo that is edited; it may not be whole yet. */
export type DemoDraft = Omit<Demo, 'format'>

class ActionRecording {
  isOn = $state(false)
  steps = $state.raw<Demo['steps']>([])
  /** What is edited now; null: nothing. */
  draft = $state.raw<DemoDraft | null>(null)
  private began = 0

  begin(now: number): void {
    this.steps = []
    this.began = now
    this.isOn = true
  }
  add(action: Action, run: RunNow): void {
    if (this.isOn) this.steps = [...withAction(this.steps, action, run)]
  }
  /** Ends it, and opens what was recorded to be edited. */
  finish(now: number): void {
    this.isOn = false
    const minutes = Math.max(0.5, Math.round((now - this.began) / 30_000) / 2)
    this.draft = {
      title: 'My demo',
      about: 'Recorded from a presentation.',
      minutes,
      steps: [...withEnd(this.steps)],
    }
  }
}

export const actionRecording = new ActionRecording()

/** A demo as the text of its file. */
export const demoText = (draft: DemoDraft): string =>
  `${JSON.stringify({ format: demoFormat, ...draft }, null, 2)}\n`
