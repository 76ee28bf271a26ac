import { RefusedError } from '#contract/client.ts'
import type { Params, ParamValue } from '#contract/fields.ts'
import { ParamsError } from '#contract/params.ts'
import type { RunHead } from '#contract/run-head.ts'
import { usualSeed, type RunRequest } from '#contract/runs.ts'
import type { Asked, Slot } from '#experiments/part.ts'
import { ChartRegistry } from '../charts/chart-registry.svelte.ts'
import { availableBytes } from './available-memory.ts'
import { EngineChoice } from './engine-choice.svelte.ts'
import { engineOnKind } from './engine-words.ts'
import { byLabels } from './field-labels.ts'
import type { LabState } from './lab.svelte.ts'
import { firstSeed } from './of-policy.ts'
import { named, runDifferences } from './run-differences.ts'
import type { RunState } from './run.svelte.ts'
import { SeedRuns } from './seed-runs.svelte.ts'

/** How a run is started: held before its first step, and with how many seeds. */
interface Start {
  readonly isPaused: boolean
  readonly seeds: number
}

/** One slot of a part under the student's hands: its form, the run shown, and the control of runs. */
export class PartState {
  readonly slot: Slot
  params: Params = $state.raw() as Params
  seed = $state(usualSeed)
  stepsPerSecond = $state<number | null>(null)
  /** What the lab refused, by field; what the form itself finds is in `problems`. */
  private refused = $state.raw<Readonly<Record<string, string>>>({})
  /** What is typed in a field and cannot be read, by field. */
  private unreadable = $state.raw<Readonly<Record<string, string>>>({})
  private shownId = $state<string | null>(null)
  /** Runs drawn beside the shown one. */
  comparedIds = $state.raw<readonly string[]>([])
  private isCleared = $state(false)
  private isStarting = $state(false)
  /** A run that waits for a yes, because it would not fit: why, and whether it starts held. */
  asked = $state.raw<({ readonly warning: string } & Start) | null>(null)
  /** Its charts that are on the page now. */
  readonly charts: ChartRegistry
  /** What the next run is trained on. */
  readonly engine: EngineChoice
  /** The seeds that the shown run is one of. */
  readonly seeds: SeedRuns
  private readonly lab: LabState

  constructor(lab: LabState, slot: Slot) {
    this.lab = lab
    this.slot = slot
    this.charts = new ChartRegistry(`lab182-${slot.key}-`)
    this.params = slot.defaults
    this.engine = new EngineChoice(lab, slot)
    this.seeds = new SeedRuns(lab, slot, () => this.run)
  }

  /** How another run's settings differ from the shown run's, in words. */
  differenceOf({ request, engine }: RunHead): string {
    if (!this.run) return ''
    const shown = this.run.head
    const settings = runDifferences(this.slot.fields, request, shown.request)
    const trainer = engineOnKind(engine)
    return trainer === engineOnKind(shown.engine) ? settings : `${settings}, ${trainer}`
  }

  /** Its slot as requests and lists name it. */
  get address(): Pick<RunRequest, 'part' | 'slot'> {
    return { part: this.slot.part, slot: this.slot.id }
  }
  /** How many of them there are. */
  get runCount(): number {
    return this.lab.groups.of(this.address)?.count ?? 0
  }
  private readonly newest: RunState | null = $derived.by(() => {
    // The lab says which is the newest: the clock may have been set back since an older one was made.
    const newest = this.lab.groups.of(this.address)?.newest
    return newest ? (this.lab.runs.get(newest.id) ?? null) : null
  })

  /** The run shown: the one chosen or started last, else the latest of this slot; none after a reset. */
  readonly run: RunState | null = $derived.by(() => {
    if (this.isCleared) return null
    const chosen = this.shownId === null ? undefined : this.lab.runs.get(this.shownId)
    return chosen ?? this.newest
  })
  get compared(): RunState[] {
    const shown = this.run?.id
    return this.comparedIds.flatMap((id) => (id === shown ? [] : (this.lab.runs.get(id) ?? [])))
  }

  /** This page has not received all of the shown run, or of one beside it, that has ended. */
  get isArriving(): boolean {
    return [this.run, ...this.compared, ...this.seeds.runs].some((run) => run?.isArriving === true)
  }
  /** The compared runs with what tells each from the shown one and from the others. */
  readonly comparedByName: readonly { readonly run: RunState; readonly difference: string }[] = $derived.by(
    () => named(this.compared, (run) => this.differenceOf(run.head)),
  )

  /** Field name -> what is wrong, one sentence. Asked for all over a part, and every answer checks all fields: kept. */
  readonly problems: Readonly<Record<string, string>> = $derived.by(() => {
    const all = { ...this.refused, ...this.slot.problems(this.params), ...this.unreadable }
    return Object.fromEntries(Object.entries(all).map(([name, text]) => [name, byLabels(this.slot, text)]))
  })
  /** The form as it would be asked; null while something in it is not allowed. */
  readonly form: Asked | null = $derived.by(() =>
    Object.keys(this.problems).length === 0 ? this.slot.ask(this.params) : null,
  )
  /** The shown run as it was asked; null where there is none, or where this version refuses what it was asked. */
  readonly shown: Asked | null = $derived.by(() => {
    if (!this.run) return null
    try {
      return this.slot.ask(this.run.head.request.params)
    } catch (error) {
      if (error instanceof ParamsError) return null
      throw error
    }
  })

  /**
   * What the views show: the run's parameters, else the form's where they are allowed, else the defaults. Changes
   * only with them, whatever else runs: views draw images from it.
   */
  readonly shownParams: Params = $derived.by(() => {
    if (this.run) return this.run.head.request.params
    return this.form?.params ?? this.slot.defaults
  })

  readonly warnings: readonly string[] = $derived(
    (this.form?.warnings() ?? []).map((text) => byLabels(this.slot, text)),
  )
  readonly notes: readonly string[] = $derived(this.form?.notes() ?? [])
  get canStart(): boolean {
    return !this.isStarting && Object.keys(this.problems).length === 0 && this.lab.connection === 'open'
  }
  /** The form or the seed no longer says what the shown run was asked. */
  get isChangedSince(): boolean {
    const { run } = this
    if (!run) return false
    const { request } = run.head
    const isSame = request.seed === this.seed && this.engine.isAsIn(request)
    return !isSame || JSON.stringify(request.params) !== JSON.stringify(this.params)
  }

  change(name: string, value: ParamValue): void {
    this.params = { ...this.params, [name]: value }
    // Every cell of an editable grid depends on it, and most often there is nothing to take away.
    if (!(name in this.refused)) return
    const { [name]: _, ...others } = this.refused
    this.refused = others
  }
  /** A field holds text that cannot be read (the sentence says so), or can be read again (null). */
  markUnreadable(name: string, problem: string | null): void {
    const { [name]: _, ...others } = this.unreadable
    this.unreadable = problem === null ? others : { ...others, [name]: problem }
  }
  /** Puts the form back to a setting of the slot, with the seed that everybody starts from. */
  restore(setting: 'defaults' | 'homework'): void {
    this.params = this.slot[setting]
    this.seed = firstSeed(this.lab)
    this.refused = {}
    this.unreadable = {}
  }

  /** Shows a run of this slot and takes over its parameters and seed. */
  show(head: RunHead): void {
    this.shownId = this.lab.look(head).id
    this.isCleared = false
    // A run of an older version may lack a parameter that there is now.
    this.params = { ...this.slot.defaults, ...head.request.params }
    this.seed = head.request.seed
    this.engine.take(head.request)
    this.stepsPerSecond = head.stepsPerSecond
  }

  /** Goes on showing the run that is shown now when a newer one of its slot is started. */
  hold(): void {
    this.shownId = this.run?.id ?? null
  }

  /** At first sight: the latest run of this slot, if there is one, with its settings in the form. */
  open(): void {
    if (this.newest) this.show(this.newest.head)
    else this.seed = firstSeed(this.lab)
  }

  /** Run or pause. */
  toggle(): Promise<void> {
    const { run } = this
    if (!run?.isLive) return this.start({ isPaused: false, seeds: 1 })
    if (run.isQueued) return Promise.resolve()
    return this.lab.attempt(() => run.control(run.head.status === 'paused' ? 'resume' : 'pause'))
  }
  /** One step; starts a held run first where none is under way. */
  async step(): Promise<void> {
    if (!this.run?.isLive) await this.start({ isPaused: true, seeds: 1 })
    const { run } = this
    if (run?.isLive && !run.isQueued) await this.lab.attempt(() => run.control('step'))
  }
  /** Stops; what was measured is kept. */
  async stop(): Promise<void> {
    const { run } = this
    if (run?.isLive) await this.lab.attempt(() => run.control('stop'))
  }
  /** Goes on with a sweep that ended early: its finished jobs are kept. */
  async resume(): Promise<void> {
    const { run } = this
    if (run?.isResumable) await this.lab.attempt(() => run.resume(this.stepsPerSecond))
  }
  /** Back to before the first step: same parameters, same seed, so the same initial weights. */
  async reset(): Promise<void> {
    await this.stop()
    this.isCleared = true
    this.shownId = null
  }
  async newSeed(): Promise<void> {
    await this.reset()
    this.seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? usualSeed
  }
  async setSpeed(stepsPerSecond: number | null): Promise<void> {
    this.stepsPerSecond = stepsPerSecond
    const { run } = this
    if (run?.isLive) await this.lab.attempt(() => run.setSpeed(stepsPerSecond))
  }
  compare(head: RunHead, isCompared: boolean): void {
    const others = this.comparedIds.filter((id) => id !== head.id)
    this.comparedIds = isCompared ? [...others, this.lab.look(head).id] : others
  }

  /** Starts what was asked about. */
  async confirm(): Promise<void> {
    const { asked } = this
    this.asked = null
    if (asked) await this.begin(asked)
  }
  decline(): void {
    this.asked = null
  }

  /** Runs this request with so many seeds, from the seed of the form on. */
  startSeeds(seeds: number): Promise<void> {
    return this.start({ isPaused: false, seeds })
  }

  /** Starts a run, or asks first where it would not fit. */
  private async start(start: Start): Promise<void> {
    if (!this.canStart) return
    const warning = this.fitWarning()
    if (warning === null) await this.begin(start)
    else this.asked = { warning, ...start }
  }

  private fitWarning(): string | null {
    const free = availableBytes(this.lab.readings.at(-1), this.engine.expected?.device)
    return free === null ? null : (this.form?.fitWarning(free) ?? null)
  }

  private async begin({ isPaused, seeds }: Start): Promise<void> {
    if (!this.canStart) return
    this.isStarting = true
    try {
      const { stepsPerSecond } = this
      this.shownId =
        seeds > 1
          ? await this.beginSeeds(seeds)
          : (await this.lab.start(this.request(), { isPaused, stepsPerSecond })).id
      this.isCleared = false
    } catch (error) {
      if (error instanceof RefusedError && error.field !== null)
        this.refused = { ...this.refused, [error.field]: error.message }
      else this.lab.notice = error instanceof Error ? error.message : String(error)
    } finally {
      this.isStarting = false
    }
  }

  /** The id of the first seed's run, which is shown. */
  private async beginSeeds(seeds: number): Promise<string | null> {
    const asked = { request: this.request(), seeds, stepsPerSecond: this.stepsPerSecond }
    const heads = await this.lab.request('run.startGroup', asked)
    for (const head of heads) this.lab.look(head)
    if (heads[0]?.group) this.seeds.take(heads[0].group.id, heads)
    return heads[0]?.id ?? null
  }

  private request(): RunRequest {
    return {
      part: this.slot.part,
      slot: this.slot.id,
      params: this.params as RunRequest['params'],
      seed: this.seed,
      ...this.engine.request,
    }
  }
}
