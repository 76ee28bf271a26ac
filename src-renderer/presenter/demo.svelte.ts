/** A demo on the page: carries out what its player hands out. */
import { tick } from 'svelte'
import { captionWith, readDemo, refuseOtherRun, storedRun, type Demo, type DemoStep } from '#contract/demo.ts'
import { formatNumber } from '#text/numbers.ts'
import { findPart } from '#experiments/problems.ts'
import { slotKey, type RunRequest } from '#contract/runs.ts'
import { bytesOf } from '../lab/base64.ts'
import type { LabState } from '../lab/lab.svelte.ts'
import type { PanelState } from '../lab/panel.svelte.ts'
import type { PartState } from '../lab/part.svelte.ts'
import type { RunState } from '../lab/run.svelte.ts'
import { logPage } from '../shell/problems.ts'
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

const addresses = { log: logPage, worksheet: 'worksheet', runs: 'runs' } as const

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
  private lab: LabState | null = null
  /** The page of the lab that is shown in the place of a part; null: none is. */
  private page = $state<string | null>(null)
  /** The stored run that was opened last, in the place of a training. */
  private storedId = $state<string | null>(null)
  private isBusy = false
  private frame = 0
  private last = 0

  get hasEnded(): boolean {
    return this.demo !== null && hasEnded(this.demo, this.state)
  }
  get waitsForPress(): boolean {
    return this.demo !== null && !this.state.isHeld && waitsForPress(this.demo, this.state)
  }
  /** It shows a page of the lab, and nobody has left that. */
  get isOnPage(): boolean {
    return this.demo !== null && this.page !== null && route.page === this.page
  }
  /** The slot that it has opened; null before that. */
  get opened(): PartState | null {
    return this.part
  }
  /** The stored run that is shown in the place of a training; null where the shown run was carried out here. */
  get stored(): RunState | null {
    const run = this.part?.run
    return run && run.id === this.storedId ? run : null
  }
  /** It plays, and has not come to its end. */
  private get isStoredPlaying(): boolean {
    return this.stored?.playback.isActive ?? false
  }
  /** Trains what the stored run shows, here and now. */
  async trainLive(): Promise<void> {
    const { part, stored } = this
    if (!part || !stored) return
    stored.playback.seek(1)
    await part.toggle()
  }
  /** The caption with the numbers of its run. */
  get caption(): string {
    const values = this.isStoredPlaying ? {} : this.part?.run?.values
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
    this.page = null
    this.storedId = null
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
    if (this.page === null ? this.part && !route.isPresented : !this.isOnPage) return this.stop()
    const { state, action } = advance(demo, this.state, this.facts(), performance.now())
    if (state !== this.state) this.state = state
    if (action) void this.perform(action)
  }

  private facts(): DemoFacts {
    const run = this.part?.run
    const isPlaying = this.isStoredPlaying
    const values = isPlaying ? {} : (run?.values ?? {})
    return {
      steps: (isPlaying ? run?.playback.stepsShown : run?.head.stepsDone) ?? 0,
      hasEnded: run !== undefined && run !== null && !run.isLive && !run.isArriving && !isPlaying,
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
    if (action.do === 'visit') return this.visit(action.page)
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
        if (action.stored) return this.showStored(part, action)
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
        run?.playback.playWhole(action.seconds)
      }
    }
  }

  private async visit(page: keyof typeof addresses): Promise<void> {
    this.part = null
    const address = addresses[page]
    route.go(address)
    await until(() => route.page === address, 'The page did not open.')
    this.page = address
    return tick()
  }

  /** Opens the run that this start led to once, and plays it. */
  private async showStored(part: PartState, asked: Extract<DemoStep, { do: 'start' }>): Promise<void> {
    const { demo, lab } = this
    if (!demo || !lab || !asked.stored) return
    const { run: name, seconds } = asked.stored
    const file = new File([bytesOf(storedRun(demo, name))], `${name}.labrun`)
    const head = await lab.openReplay(file)
    const { defaults } = part.slot
    const made = { ...head.request, params: { ...defaults, ...head.request.params } as RunRequest['params'] }
    const wanted = { ...part.address, params: part.params as RunRequest['params'], seed: asked.seed }
    refuseOtherRun(name, made, wanted)
    part.show(head)
    part.stepsPerSecond = asked.stepsPerSecond
    this.storedId = head.id
    part.run?.playback.playWhole(seconds)
  }

  private async open(asked: Extract<DemoAction, { do: 'open' }>): Promise<void> {
    const found = findPart(asked.part)
    const key = slotKey(asked)
    const panel = found && this.panels.get(found.problem.id)
    const part = panel?.slots.find(({ slot }) => slot.key === key)
    if (!panel || !part) throw new StepError(`This lab has no part ${key}.`)
    if (part.run?.isLive)
      throw new StepError(
        `A run of part ${key} is under way; stop it, or wait for its end, then play the demo again.`,
      )
    part.restore('defaults')
    part.comparedIds = []
    await part.reset()
    this.page = null
    this.part = part
    this.lab = panel.lab
    route.present(panel.problem.id, key)
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
