import { RefusedError } from '#contract/client.ts'
import type { Experiment, Params, ParamValue, Preset } from '#contract/experiment.ts'
import { fieldProblem, presetParams } from '#contract/params.ts'
import type { RunFilter, RunHead } from '#contract/run-head.ts'
import { usualSeed, type RunRequest } from '#contract/runs.ts'
import { availableBytes } from './available-memory.ts'
import type { LabState } from './lab.svelte.ts'
import { haveOneView } from './preset-views.ts'
import { runDifferences } from './run-differences.ts'
import type { RunState } from './run.svelte.ts'

/**
 * One preset of a panel under the student's hands: its parameters and seed, the run shown, and the run
 * control that the buttons, the keys and the menu share.
 */
export class PartState {
  readonly experiment: Experiment
  readonly preset: Preset
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
  asked = $state.raw<{ readonly warning: string; readonly isPaused: boolean } | null>(null)
  private readonly lab: LabState

  constructor(lab: LabState, experiment: Experiment, preset: Preset) {
    this.lab = lab
    this.experiment = experiment
    this.preset = preset
    this.params = presetParams(experiment, preset)
  }

  /** What another run of this preset was asked otherwise than the shown one, in words. */
  differenceOf({ request }: RunHead): string {
    return this.run ? runDifferences(this.experiment, request, this.run.head.request) : ''
  }

  /** The runs that this part shows: of its preset, and of others with its view that a terminal may have asked for. */
  get filter(): NonNullable<RunFilter> {
    return {
      experiment: this.experiment.id,
      presets: this.experiment.presets
        .filter((preset) => haveOneView(preset, this.preset))
        .map(({ id }) => id),
    }
  }
  /** How many of them there are. */
  get runCount(): number {
    return this.lab.groups.of(this.filter).reduce((sum, { count }) => sum + count, 0)
  }
  private readonly newest: RunState | null = $derived.by(() => {
    const [newest] = this.lab.groups
      .of(this.filter)
      .flatMap((group) => group.newest ?? [])
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    return newest ? (this.lab.runs.get(newest.id) ?? null) : null
  })

  /** The run shown: the one chosen or started last, else the latest of this preset; none after a reset. */
  readonly run: RunState | null = $derived.by(() => {
    if (this.isCleared) return null
    const chosen = this.shownId === null ? undefined : this.lab.runs.get(this.shownId)
    return chosen ?? this.newest
  })
  get compared(): RunState[] {
    const shown = this.run?.id
    return this.comparedIds.flatMap((id) => (id === shown ? [] : (this.lab.runs.get(id) ?? [])))
  }

  /**
   * What the views show: the run's parameters, else the form's where they are allowed, else the preset's own. Changes
   * only with them, whatever else runs: views draw images from it.
   */
  readonly shownParams: Params = $derived.by(() => {
    if (this.run) return this.run.head.request.params
    return Object.keys(this.problems).length === 0 ? this.params : presetParams(this.experiment, this.preset)
  })

  /** Field name -> what is wrong, one sentence. Asked for all over a part, and every answer checks all fields: kept. */
  readonly problems: Readonly<Record<string, string>> = $derived.by(() => {
    const found: Record<string, string> = {}
    for (const field of this.experiment.fields) {
      const problem = fieldProblem(field, this.params[field.name])
      if (problem !== null) found[field.name] = problem
    }
    if (Object.keys(found).length === 0) {
      const refusal = this.experiment.refusal?.(this.params, this.preset.id)
      if (refusal) found[refusal.field] = refusal.message
    }
    const all = { ...this.refused, ...found, ...this.unreadable }
    return Object.fromEntries(Object.entries(all).map(([name, text]) => [name, this.inWords(text)]))
  })
  /** A sentence without the names that fields have on the command line: here they go by their labels. */
  private inWords(sentence: string): string {
    return this.experiment.fields.reduce(
      (text, { label, name }) => text.replace(`${label} (${name})`, label),
      sentence,
    )
  }
  get warnings(): readonly string[] {
    if (Object.keys(this.problems).length > 0) return []
    return this.experiment.warnings(this.params, this.preset.id).map((text) => this.inWords(text))
  }
  get notes(): readonly string[] {
    if (Object.keys(this.problems).length > 0) return []
    return this.experiment.notes?.(this.params, this.preset.id) ?? []
  }
  get canStart(): boolean {
    return !this.isStarting && Object.keys(this.problems).length === 0 && this.lab.connection === 'open'
  }
  /** The form or the seed no longer says what the shown run was asked. */
  get isChangedSince(): boolean {
    const { run } = this
    if (!run) return false
    const { request } = run.head
    return request.seed !== this.seed || JSON.stringify(request.params) !== JSON.stringify(this.params)
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
  restoreDefaults(): void {
    this.params = presetParams(this.experiment, this.preset)
    this.refused = {}
    this.unreadable = {}
  }

  /** Shows a run of this preset and takes over its parameters and seed. */
  show(head: RunHead): void {
    this.shownId = this.lab.look(head).id
    this.isCleared = false
    // A run of an older version may lack a parameter that there is now.
    this.params = { ...presetParams(this.experiment, this.preset), ...head.request.params }
    this.seed = head.request.seed
    this.stepsPerSecond = head.stepsPerSecond
  }

  /** At first sight: the latest run of this preset, if there is one, with its settings in the form. */
  open(): void {
    if (this.newest) this.show(this.newest.head)
  }

  /** Run or pause. */
  toggle(): Promise<void> {
    const { run } = this
    if (!run?.isLive) return this.start(false)
    if (run.isQueued) return Promise.resolve()
    return this.lab.attempt(() => run.control(run.head.status === 'paused' ? 'resume' : 'pause'))
  }
  /** One step; starts a held run first where none is under way. */
  async step(): Promise<void> {
    if (!this.run?.isLive) await this.start(true)
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
    if (asked) await this.begin(asked.isPaused)
  }
  decline(): void {
    this.asked = null
  }

  /** Starts a run, or asks first where it would not fit. */
  private async start(isPaused: boolean): Promise<void> {
    if (!this.canStart) return
    const warning = this.fitWarning()
    if (warning === null) await this.begin(isPaused)
    else this.asked = { warning, isPaused }
  }

  private fitWarning(): string | null {
    const { experiment, preset, lab } = this
    const free = availableBytes(lab.readings.at(-1), lab.engineFor(preset)?.device)
    return free === null ? null : (experiment.fitWarning?.(this.params, preset.id, free) ?? null)
  }

  private async begin(isPaused: boolean): Promise<void> {
    if (!this.canStart) return
    this.isStarting = true
    try {
      const run = await this.lab.start(this.request(), { isPaused, stepsPerSecond: this.stepsPerSecond })
      this.shownId = run.id
      this.isCleared = false
    } catch (error) {
      if (error instanceof RefusedError && error.field !== null)
        this.refused = { ...this.refused, [error.field]: error.message }
      else this.lab.notice = error instanceof Error ? error.message : String(error)
    } finally {
      this.isStarting = false
    }
  }

  private request(): RunRequest {
    return {
      experiment: this.experiment.id,
      preset: this.preset.id,
      params: this.params as RunRequest['params'],
      seed: this.seed,
      engine: 'auto',
    }
  }
}
