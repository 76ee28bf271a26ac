import type { Value, Values } from '#contract/samples.ts'
import type { ValueDeclaration } from '#contract/values.ts'

/** A reference answer: paragraphs of plain text with formulas in TeX between dollar signs. */
export interface ReferenceAnswer {
  readonly paragraphs: readonly string[]
}

/** Thrown inside an answer whose run has not measured what it needs; the message is shown in its place. */
export class MissingValue extends Error {}

/** What stands in place of an answer whose part has not been run to its end. */
export const pending = 'Run this part to the end to see the answer with the numbers of a run.'

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
  if (!answer) return { paragraphs: ['This run does not answer that question.'] }
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
