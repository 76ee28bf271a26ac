/** A demo on the page: carries out what its player hands out. */
import { tick } from 'svelte'
import { captionWith, readDemo, type Demo } from '#contract/demo.ts'
import { formatNumber } from '#text/numbers.ts'
import { findPart } from '#experiments/problems.ts'
import { slotKey } from '#contract/runs.ts'
import type { PanelState } from '../lab/panel.svelte.ts'
import type { PartState } from '../lab/part.svelte.ts'
import { route } from '../shell/route.svelte.ts'
import {
  advance,
  hasEnded,
  held,
  pressed,
  startOfDemo,
  waitsForPress,
  type DemoAction,
  type DemoFacts,
  type DemoState,
} from './demo-player.ts'
import { screen, type Director } from './director.svelte.ts'

/** Milliseconds between two looks at something that comes to the page by itself, and how often to look. */
const [lookEvery, looks] = [50, 100]

/** What went wrong while a step was carried out; the demo stands still and shows the sentence. */
class StepError extends Error {}

class DemoShow {
  demo = $state.raw<Demo | null>(null)
  state = $state.raw<DemoState>(startOfDemo(0))
  /** Why it stands still, a sentence; null: it goes on, or was held. */
  problem = $state<string | null>(null)
  private panels: ReadonlyMap<string, PanelState> = new Map()
  private part: PartState | null = $state.raw(null)
  private isBusy = false
  private frame = 0
  private last = 0

  get hasEnded(): boolean {
    return this.demo !== null && hasEnded(this.demo, this.state)
  }
  get waitsForPress(): boolean {
    return this.demo !== null && !this.state.isHeld && waitsForPress(this.demo, this.state)
  }
  /** The slot that it has opened; null before that. */
  get opened(): PartState | null {
    return this.part
  }
  /** The caption with the numbers of its run. */
  get caption(): string {
    const values = this.part?.run?.values
    return captionWith(this.state.caption, (id) => {
      const value = values?.[id]?.value
      return typeof value === 'number' ? formatNumber(value) : 'not measured'
    })
  }

  /** Plays the demo of this text. Throws DemoError. */
  play(text: string, panels: ReadonlyMap<string, PanelState>): void {
    const demo = readDemo(text)
    this.stop()
    this.panels = panels
    this.demo = demo
    this.problem = null
    this.last = performance.now()
    this.state = startOfDemo(this.last)
    this.frame = requestAnimationFrame((now) => this.tick(now))
  }
  stop(): void {
    cancelAnimationFrame(this.frame)
    this.demo = null
    this.part = null
  }
  /** Goes on from a wait for a press; false where it does not stand at one. */
  press(): boolean {
    if (!this.demo || !this.waitsForPress) return false
    this.state = pressed(this.demo, this.state, performance.now())
    return true
  }
  hold(isHeld: boolean): void {
    if (!isHeld) this.problem = null
    this.state = held(this.state, isHeld, performance.now())
  }

  private tick(now: number): void {
    const { demo } = this
    if (!demo) return
    this.frame = requestAnimationFrame((next) => this.tick(next))
    const playback = this.part?.run?.playback
    if (playback?.isPlaying && !this.state.isHeld) playback.advance((now - this.last) / 1000)
    this.last = now
    if (this.isBusy) return
    // Somebody has left the presenter's screen: the demo is over.
    if (this.part && !route.isPresented) return this.stop()
    const { state, action } = advance(demo, this.state, this.facts(), performance.now())
    if (state !== this.state) this.state = state
    if (action) void this.perform(action)
  }

  private facts(): DemoFacts {
    const run = this.part?.run
    const values = run?.values ?? {}
    return {
      steps: run?.head.stepsDone ?? 0,
      hasEnded: run !== undefined && run !== null && !run.isLive && !run.isArriving,
      measured: Object.keys(values).filter((id) => values[id]?.value != null),
      isPlayedAgain: run?.playback.isPlaying ?? false,
    }
  }

  private async perform(action: DemoAction): Promise<void> {
    this.isBusy = true
    try {
      await this.carryOut(action)
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error)
      this.state = held(this.state, true, performance.now())
    } finally {
      this.isBusy = false
      this.state = { ...this.state, since: performance.now() }
    }
  }

  private async carryOut(action: DemoAction): Promise<void> {
    if (action.do === 'open') return this.open(action)
    const part = this.part
    if (!part) throw new StepError('The demo has opened no part.')
    switch (action.do) {
      case 'show':
        await until(
          () => screen.director?.show(action.slide) ?? false,
          `There is no slide “${action.slide}”.`,
        )
        // What stands on the slide is there after this.
        return tick()
      case 'reveal':
        return screen.director?.reveal()
      case 'set':
        for (const [name, value] of Object.entries(action.fields)) part.change(name, value)
        return
      case 'start':
        part.seed = action.seed
        part.stepsPerSecond = action.stepsPerSecond
        await until(() => part.canStart, `Part ${part.slot.part} cannot be run now.`)
        return part.toggle()
      case 'overlay': {
        const { run } = part
        if (!run || run.isLive) throw new StepError('There is no finished run to stay on the charts.')
        return part.compare(run.head, true)
      }
      case 'play': {
        const { run } = part
        await until(() => run?.playback.isPossible ?? false, 'There is no run to play again.')
        if (!run) return
        run.playback.pace = `in-${action.seconds}`
        run.playback.seek(0)
        run.playback.toggle()
      }
    }
  }

  private async open(asked: Extract<DemoAction, { do: 'open' }>): Promise<void> {
    const found = findPart(asked.part)
    const key = slotKey(asked)
    const part = found && this.panels.get(found.problem.id)?.slots.find(({ slot }) => slot.key === key)
    if (!found || !part) throw new StepError(`This lab has no part ${key}.`)
    if (part.run?.isLive)
      throw new StepError(
        `A run of part ${key} is under way; stop it, or wait for its end, then play the demo again.`,
      )
    part.restore('defaults')
    part.comparedIds = []
    await part.reset()
    this.part = part
    route.present(found.problem.id, key)
    const isOpen = (director: Director | null): boolean => director?.slotKey === key
    await until(() => isOpen(screen.director), `Part ${key} did not open.`)
  }
}

/** Resolves when the page has come to it. Throws StepError with `problem` where it does not in a few seconds. */
async function until(isSo: () => boolean, problem: string): Promise<void> {
  for (let look = 0; look < looks; look++) {
    if (isSo()) return
    await new Promise((resolve) => setTimeout(resolve, lookEvery))
  }
  throw new StepError(problem)
}

export const demoShow = new DemoShow()
