import type { Experiment } from '#contract/experiment.ts'
import { Crosshair } from '../charts/crosshair.svelte.ts'
import type { LabState } from './lab.svelte.ts'
import { haveOneView } from './preset-views.ts'
import { PartState } from './part.svelte.ts'

/** A problem's panel: a state for each preset, and which part the run bar and the keys act on. */
export class PanelState {
  readonly experiment: Experiment
  /** Shared by all charts of the panel. */
  readonly crosshair = new Crosshair()
  activePreset = $state('')
  /** Where the reader left the page, in pixels from its top. */
  scrolledTo = 0
  readonly lab: LabState
  private readonly parts: readonly PartState[]

  constructor(lab: LabState, experiment: Experiment) {
    this.lab = lab
    this.experiment = experiment
    this.parts = experiment.presets.map((preset) => new PartState(lab, experiment, preset))
    const first = experiment.parts[0]?.id
    this.activePreset =
      experiment.presets.find((preset) => preset.part === first)?.id ?? experiment.defaultPreset
  }

  /** The state of a preset. Throws when the experiment declares none of this id. */
  part(preset: string): PartState {
    const part = this.parts.find((candidate) => candidate.preset.id === preset)
    if (!part) throw new Error(`${this.experiment.id} has no preset ${preset}.`)
    return part
  }
  /** The state that shows runs of a preset: that of the first preset with its view. */
  showing(preset: string): PartState {
    const part = this.part(preset)
    return this.parts.find((candidate) => haveOneView(candidate.preset, part.preset)) ?? part
  }
  get active(): PartState {
    return this.part(this.activePreset)
  }
  /**
   * Shows each preset's latest run, once the lab has told of its runs. A part whose run is under way becomes the active
   * one, so that the run bar and the keys control it; returns its preset, or null where none is.
   */
  open(): string | null {
    for (const part of this.parts) part.open()
    const live = this.parts.find((part) => part.run?.isLive)?.preset.id ?? null
    if (live !== null) this.activePreset = live
    return live
  }
  /** Is a run of this part under way? */
  isLive(partId: string): boolean {
    return this.parts.some((part) => part.preset.part === partId && (part.run?.isLive ?? false))
  }
}
