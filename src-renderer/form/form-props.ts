import type { NamedField, Params, ParamValue } from '#contract/fields.ts'
import type { ValueDeclaration } from '#contract/values.ts'
import type { Values } from '#contract/samples.ts'
import type { Spread } from '#numeric/spread.ts'

export interface ParamsFormProps {
  readonly fields: readonly NamedField[]
  readonly params: Params
  /** NamedField name -> what is wrong with it, one sentence. */
  readonly problems: Readonly<Record<string, string>>
  /** What "reset" goes back to: the preset's values. Absent: the fields' own defaults. */
  readonly defaults?: Params
  readonly isDisabled?: boolean
  /** Called with every value that could be read, allowed or not; the owner decides and fills `problems`. */
  onchange(name: string, value: ParamValue): void
  /** A field's text cannot be read (the sentence says so), or can be again (null). */
  onunreadable(name: string, problem: string | null): void
}

export interface SeedFieldProps {
  readonly seed: number
  readonly isDisabled?: boolean
  /** Called with a valid seed only, 0 to 4294967295. */
  onchange(seed: number): void
  /** The "new seed" button; absent: no button. */
  onnewseed?(): void
}

/** No run yet; one under way; one that ended before its end; one that reached it. */
export type RunStage = 'none' | 'live' | 'played' | 'stopped' | 'completed'

export interface ValuesRowProps {
  readonly declarations: readonly ValueDeclaration[]
  /** Id -> value; `state` says why one is absent. */
  readonly values: Values
  /** How far the run is; it decides why a value is absent. */
  readonly state?: RunStage
  /** Which run and seed these come from: "1d SGD, seed 182". */
  readonly provenance?: string
  /** Of the seeds that the run is one of, over those that completed: by id; absent where it was started alone. */
  readonly spreads?: ReadonlyMap<string, Spread>
}
