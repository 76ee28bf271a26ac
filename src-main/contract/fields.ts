/**
 * Fields: what can be asked of a run. A slot of a part declares them by name, in the order of its form; the form, the
 * terminal and the checks read this one declaration.
 */

interface FieldBase<T> {
  readonly label: string
  /** What the field means, one sentence. */
  readonly help: string
  /** The unit shown behind the field, if any. */
  readonly unit?: string
  /** True where a view's own editor sets it; the form does not show it. */
  readonly isHidden?: boolean
  /** What the form opens with: a setting that ends within a minute. */
  readonly default: T
  /** The homework's own setting, where it differs from the default. */
  readonly homework?: T
}

export interface NumberField extends FieldBase<number> {
  readonly kind: 'number'
  readonly min: number
  readonly max: number
  readonly integer?: boolean
  /** True when `max` itself is refused (a drop rate of 1 would keep nothing). */
  readonly isMaxExcluded?: boolean
  /** A slider moves on this scale; absent: the field is a box without a slider. */
  readonly scale?: 'linear' | 'log'
}

export interface ChoiceField<V extends string = string> extends FieldBase<V> {
  readonly kind: 'choice'
  readonly options: readonly { readonly value: V; readonly label: string }[]
}

export interface NumberListField extends FieldBase<readonly number[]> {
  readonly kind: 'numbers'
  /** Limits of each entry. */
  readonly min: number
  readonly max: number
  readonly isMaxExcluded?: boolean
  readonly minLength: number
  readonly maxLength: number
  /** True where each entry is trained on its own, so that fewer entries are a shorter run. */
  readonly isSweep?: boolean
}

export type Field = NumberField | ChoiceField | NumberListField
/** A field and the name that `--set name=value` and the stored parameters know it by. */
export type NamedField = Field & { readonly name: string }
export type Fields = Readonly<Record<string, Field>>
export type ParamValue = number | string | readonly number[]
export type Params = Readonly<Record<string, ParamValue>>

/** The parameter object that these fields describe. */
export type ParamsOf<F extends Fields> = {
  readonly [N in keyof F]: F[N] extends NumberField
    ? number
    : F[N] extends ChoiceField<infer V>
      ? V
      : readonly number[]
}

export const number = (field: Omit<NumberField, 'kind'>): NumberField => ({ kind: 'number', ...field })

export const choice = <const V extends string>(field: Omit<ChoiceField<V>, 'kind'>): ChoiceField<V> => ({
  kind: 'choice',
  ...field,
})

/** A list of numbers. */
export const list = (field: Omit<NumberListField, 'kind'>): NumberListField => ({ kind: 'numbers', ...field })

/** The fields in the order of their declaration. */
export const namedFields = (fields: Fields): readonly NamedField[] =>
  Object.entries(fields).map(([name, field]) => ({ ...field, name }))
