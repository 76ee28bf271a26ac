/**
 * How an experiment declares itself: what can be asked (parameters), what it logs (series), what it measures
 * (values of the homework's parts) and its named parameter sets (presets). Pure data: the window, the
 * browser session, the terminal and the tests all read the same declaration.
 */
import type * as fields from './fields.ts'
import type { Params } from './fields.ts'
import type { SeriesDeclaration } from './series.ts'
import type { ValueDeclaration } from './values.ts'

export type { Params, ParamValue } from './fields.ts'
export type { SeriesDeclaration } from './series.ts'
export type { ValueDeclaration } from './values.ts'

/** A field of a problem that declares its parts in the earlier way: with its name, and the presets that show it. */
interface Placed {
  readonly name: string
  /** Presets whose form shows this field; absent: all of them. */
  readonly onlyFor?: readonly string[]
}
export type NumberField = fields.NumberField & Placed
export type ChoiceField = fields.ChoiceField & Placed
export type NumberListField = fields.NumberListField & Placed
export type Field = NumberField | ChoiceField | NumberListField

/** The parameter object that a tuple of fields describes. */
export type ParamsOf<Fields extends readonly Field[]> = {
  readonly [F in Fields[number] as F['name']]: F extends NumberField
    ? number
    : F extends ChoiceField
      ? F['options'][number]['value']
      : readonly number[]
}

/** A part of the homework ("1d"), in our own words. */
export interface PartDeclaration {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly isOptional?: boolean
}

/** A named parameter set tied to a part. What it measures is `values`. */
export interface Preset {
  readonly id: string
  readonly part: string
  readonly title: string
  /** What the buttons of a preset beside its part's own call it ("search"), and what it is for. */
  readonly name?: string
  readonly question?: string
  readonly params: Params
  /** The homework's own setting, where it differs from `params`. */
  readonly homework?: Params
  /** Series that runs of this preset log, in the order drawn. */
  readonly series: readonly string[]
  /** Tracks (parallel trainings in one run) that runs of this preset log; a sweep's follow from its parameters. */
  readonly tracks: readonly string[] | ((params: Params) => readonly string[])
  /** Ids of the values that runs of this preset measure. */
  readonly values: readonly string[]
  /** True where an engine trains a network; absent where plain TypeScript does all the work. */
  readonly isTrainedByEngine?: boolean
  /** True where the engine trains in jobs apart (context.apart) and not in the process that holds the run. */
  readonly isTrainedApart?: boolean
  /**
   * True where those jobs, one for each track, are carried out side by side by processes that may be started before the
   * jobs are known; absent where a process must have done nothing and stand alone.
   */
  readonly isTrainedSideBySide?: boolean
}

/** The tracks of a run of this preset with these parameters. */
export function tracksOf(preset: Preset, params: Params): readonly string[] {
  return typeof preset.tracks === 'function' ? preset.tracks(params) : preset.tracks
}

export interface Experiment<Fields extends readonly Field[] = readonly Field[]> {
  /** Equal to the name of its folder. */
  readonly id: string
  readonly problem: number
  readonly title: string
  readonly summary: string
  readonly parts: readonly PartDeclaration[]
  readonly fields: Fields
  readonly series: readonly SeriesDeclaration[]
  readonly values: readonly ValueDeclaration[]
  readonly presets: readonly Preset[]
  /** The preset of a run that names none. */
  readonly defaultPreset: string
  /** Steps a run with these parameters takes in all tracks together, for the time left; each ends at its last sample's `step`. */
  totalSteps(params: Params, presetId: string): number
  /** What steps are called where they are not single updates of the weights, in the plural ("epochs"). */
  readonly stepUnit?: string
  /**
   * What is wrong between parameters each of which is fine by itself, and the field to change; null where nothing is. A
   * run is refused for it.
   */
  refusal?(params: Params, presetId: string): { readonly field: string; readonly message: string } | null
  /** What the student should know before pressing Run (an unstable learning rate, say); one sentence each. */
  warnings(params: Params, presetId: string): readonly string[]
  /** What is good to know before pressing Run and no reason to worry (the time to expect); one sentence each. */
  notes?(params: Params, presetId: string): readonly string[]
  /**
   * What to say before a run that would not fit into the bytes that are free where it trains, one sentence; null where
   * it is expected to fit. The window asks whether to run nevertheless; the terminal prints it and goes on.
   */
  fitWarning?(params: Params, presetId: string, availableBytes: number): string | null
}
