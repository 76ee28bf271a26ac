import type { Value, Values } from '#contract/samples.ts'
import type { ValueDeclaration } from '#contract/values.ts'

/** A reference answer: paragraphs of plain text with formulas in TeX between dollar signs. */
export interface ReferenceAnswer {
  readonly paragraphs: readonly string[]
}

/** Thrown inside an answer whose run has not measured what it needs; the message is shown in its place. */
export class MissingValue extends Error {}

/** What stands in place of an answer whose part has not been run to its end. */
export const pending = 'Run this part to its end to see the answer with its numbers.'

/** Whether the run has come to all that the part measures; a run that goes on or was stopped has not. */
const isComplete = (part: string, declared: readonly ValueDeclaration[], values: Values): boolean =>
  declared.every((value) => value.part !== part || value.id in values)

/**
 * The answer of a part with the numbers of one run in it. Where there is none for it, the run is not complete or a
 * value is missing, one paragraph says so.
 */
export function answerOf<P>(
  answers: Readonly<Record<string, (values: Values, params: P) => string[]>>,
  part: string,
  declared: readonly ValueDeclaration[],
  values: Values,
  params: P,
): ReferenceAnswer {
  const answer = answers[part]
  if (!answer) return { paragraphs: [`There is no reference answer for part ${part}.`] }
  if (!isComplete(part, declared, values)) return { paragraphs: [pending] }
  try {
    return { paragraphs: answer(values, params) }
  } catch (error) {
    if (error instanceof MissingValue) return { paragraphs: [error.message] }
    throw error
  }
}

/**
 * The reference answer of a slot's run to one thing asked. Where the run has not measured all that its slot declares, or
 * a value is missing, one paragraph says so.
 */
export function answerText<P>(
  answer: ((values: Values, params: P) => readonly string[]) | undefined,
  declared: readonly ValueDeclaration[],
  values: Values,
  params: P,
): ReferenceAnswer {
  if (!answer) return { paragraphs: ['The run of this slot does not answer that.'] }
  if (declared.some(({ id }) => !(id in values))) return { paragraphs: [pending] }
  try {
    return { paragraphs: answer(values, params) }
  } catch (error) {
    if (error instanceof MissingValue) return { paragraphs: [error.message] }
    throw error
  }
}

/** Why this value could not be measured, or null where it was. */
export const reasonOf = (value: Value | undefined): string | null =>
  value && 'notMeasured' in value ? value.notMeasured : null

/** What was measured of a value. Throws MissingValue saying why it was not, or what to run. */
export function measured<T>(
  values: Values,
  declared: Pick<ValueDeclaration, 'id'> & { of(values: Values): T | null },
): T {
  const value = declared.of(values)
  if (value !== null) return value
  throw new MissingValue(reasonOf(values[declared.id]) ?? pending)
}

/** The measured number `<part>.<name>`. Throws MissingValue saying why there is none, or what to run. */
export function numberOf(values: Values, part: string, name: string): number {
  const entry = values[`${part}.${name}`]
  if (typeof entry?.value === 'number') return entry.value
  throw new MissingValue(reasonOf(entry) ?? pending)
}

/** The same number, or null where the run could not measure it. */
export function numberOrNull(values: Values, part: string, name: string): number | null {
  const value = values[`${part}.${name}`]?.value
  return typeof value === 'number' ? value : null
}
