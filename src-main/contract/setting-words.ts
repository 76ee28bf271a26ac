/** Parameters in words: how a run's settings are told from others. */
import type { NamedField, Params, ParamValue } from './fields.ts'

/** Lists up to this length are written out. */
const longestList = 8

const isEqual = (a: ParamValue | undefined, b: ParamValue | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.join() === b.join())

/** The fields whose values differ between two sets of parameters. */
export const differingFields = (
  fields: readonly NamedField[],
  params: Params,
  other: Params,
): readonly NamedField[] => fields.filter(({ name }) => !isEqual(params[name], other[name]))

/**
 * A field with a value: "batch size 64"; a matrix, written out, would be no help: "another data matrix". `written` gives
 * a number in digits: as it is typed, for a search; grouped, for reading.
 */
export function settingWords(
  { label }: NamedField,
  value: ParamValue | undefined,
  written: (value: number) => string = String,
): string {
  const entries = [value ?? 'unknown']
    .flat()
    .map((entry: string | number) => (typeof entry === 'number' ? written(entry) : entry))
  return entries.length > longestList
    ? `another ${label.toLowerCase()}`
    : `${label.toLowerCase()} ${entries.join(', ')}`
}
