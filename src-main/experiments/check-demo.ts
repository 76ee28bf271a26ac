/** Plays a demo without a page and without waiting, and says whether each of its waits is met and each caption has its numbers. */
import { DemoError, quotedIn, refuseOtherRun, type Demo, type DemoStep } from '#contract/demo.ts'
import { ParamsError } from '#contract/params.ts'
import type { RunRequest } from '#contract/runs.ts'
import type { Values } from '#contract/samples.ts'
import type { Asked, Slot } from './part.ts'
import { slotOf } from './problems.ts'

/** What a run came to. */
export interface DemoRun {
  readonly hasCompleted: boolean
  /** Steps of all its tracks together. */
  readonly steps: number
  readonly values: Values
}
/** A run that travels with the demo, with its request. */
export interface StoredDemoRun extends DemoRun {
  readonly request: RunRequest
}
export interface DemoRuns {
  /** Carries a run out at full speed. */
  start(request: RunRequest): Promise<DemoRun>
  /** Opens a run that travels with the demo, or rejects with DemoError; null: what it shows is trained anew. */
  readonly stored: ((name: string) => Promise<StoredDemoRun>) | null
}

export interface CheckedStep {
  /** From 1 on. */
  readonly step: number
  readonly does: DemoStep['do']
  /** What is wrong, a sentence; null: nothing. */
  readonly problem: string | null
}

/** Checks every step in its order. */
export async function checkDemo(demo: Demo, runs: DemoRuns): Promise<readonly CheckedStep[]> {
  const play = new DemoPlay(runs)
  const checked: CheckedStep[] = []
  for (const [index, step] of demo.steps.entries())
    checked.push({ step: index + 1, does: step.do, problem: await play.problemOf(step) })
  return checked
}

class DemoPlay {
  private slot: Slot | null = null
  private asked: Asked | null = null
  private run: DemoRun | null = null
  private readonly runs: DemoRuns
  constructor(runs: DemoRuns) {
    this.runs = runs
  }

  /** Carries out a step; returns what is wrong with it. */
  async problemOf(step: DemoStep): Promise<string | null> {
    try {
      return await this.carryOut(step)
    } catch (error) {
      if (error instanceof ParamsError || error instanceof DemoError) return error.message
      throw error
    }
  }

  private get open(): { readonly slot: Slot; readonly asked: Asked } {
    const { slot, asked } = this
    if (!slot || !asked) throw new DemoError('No part is open; open one first.')
    return { slot, asked }
  }
  private get shown(): DemoRun {
    if (!this.run) throw new DemoError('No run has been started; start one first.')
    return this.run
  }

  private async carryOut(step: DemoStep): Promise<string | null> {
    switch (step.do) {
      case 'open':
        this.slot = slotOf(step)
        if (!this.slot) return `There is no part ${step.part} with a slot ${step.slot}.`
        this.asked = this.slot.ask({})
        this.run = null
        return null
      case 'visit':
        this.slot = null
        this.asked = null
        this.run = null
        return null
      case 'set': {
        const { slot, asked } = this.open
        this.asked = slot.ask({ ...asked.params, ...step.fields })
        return null
      }
      case 'start': {
        const { slot, asked } = this.open
        const params = asked.params as RunRequest['params']
        const request = { part: slot.part, slot: slot.id, params, seed: step.seed, engine: 'auto' }
        this.run = await this.runOf(step, request)
        return this.run.hasCompleted ? null : 'The run did not complete.'
      }
      case 'wait':
        return this.waitProblem(step.for)
      case 'say': {
        const missing = quotedIn(step.text).find((id) => typeof this.shown.values[id]?.value !== 'number')
        return missing === undefined ? null : `The run has not measured ${missing}, which the caption quotes.`
      }
      case 'overlay':
      case 'play':
        void this.shown
        return null
      case 'point':
        return null
      case 'show':
      case 'reveal':
        void this.open
        return null
    }
  }

  private async runOf(step: Extract<DemoStep, { do: 'start' }>, request: RunRequest): Promise<DemoRun> {
    if (!step.stored || !this.runs.stored) return this.runs.start(request)
    const stored = await this.runs.stored(step.stored.run)
    refuseOtherRun(step.stored.run, stored.request, request)
    return stored
  }

  private waitProblem(wanted: Extract<DemoStep, { do: 'wait' }>['for']): string | null {
    if ('press' in wanted || 'seconds' in wanted) return null
    const { hasCompleted, steps, values } = this.shown
    if ('end' in wanted) return hasCompleted ? null : 'The run did not come to its end.'
    if ('value' in wanted)
      return values[wanted.value]?.value == null ? `The run has not measured ${wanted.value}.` : null
    const { stepUnit } = this.open.slot
    if ('epochs' in wanted && stepUnit !== 'epochs')
      return `${this.open.slot.key} counts in ${stepUnit}, not in epochs.`
    const count = 'epochs' in wanted ? wanted.epochs : wanted.steps
    return steps >= count ? null : `The run ends after ${steps} ${stepUnit}, before ${count}.`
  }
}
