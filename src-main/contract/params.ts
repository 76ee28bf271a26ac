import { z } from 'zod'
import type { Field, NamedField, Params } from './fields.ts'

/** What is wrong with parameters, and the field to change. */
export interface Refusal {
  readonly field: string
  readonly message: string
}

/** A parameter that cannot be used: `field` names it, the message says what was wrong and what is allowed. */
export class ParamsError extends Error {
  readonly field: string
  constructor(field: string, message: string) {
    super(message)
    this.name = 'ParamsError'
    this.field = field
  }
}

/** "between 0 and 1 (1 itself excluded)", for messages and for the hint under a form field. */
export function allowedRange(field: Field): string {
  if (field.kind === 'choice') return `one of ${field.options.map((option) => option.value).join(', ')}`
  const excluded = field.isMaxExcluded ? ` (${field.max} itself excluded)` : ''
  const range = `between ${field.min} and ${field.max}${excluded}`
  if (field.kind === 'number') return field.integer ? `a whole number ${range}` : `a number ${range}`
  const count =
    field.minLength === field.maxLength
      ? `exactly ${field.minLength}`
      : `${field.minLength} to ${field.maxLength}`
  return `${count} numbers, each ${range}`
}

function numberSchema(field: Exclude<Field, { kind: 'choice' }>): z.ZodNumber {
  const bounded = z.number().min(field.min)
  return field.isMaxExcluded ? bounded.lt(field.max) : bounded.max(field.max)
}

/** Made once for each field: a form asks for all of them at every key. */
const schemas = new WeakMap<Field, z.ZodType>()

/** The zod schema of one field. */
export function fieldSchema(field: Field): z.ZodType {
  const known = schemas.get(field)
  if (known) return known
  const schema = makeSchema(field)
  schemas.set(field, schema)
  return schema
}

function makeSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'number':
      return field.integer ? numberSchema(field).int() : numberSchema(field)
    case 'choice':
      return z.enum(field.options.map((option) => option.value))
    case 'numbers':
      return z.array(numberSchema(field)).min(field.minLength).max(field.maxLength)
  }
}

/**
 * What is wrong with `value` for `field`, as one sentence, or null. `called` is what it calls the field: its label, as
 * the form does, unless told.
 */
export function fieldProblem(field: Field, value: unknown, called = field.label): string | null {
  if (fieldSchema(field).safeParse(value).success) return null
  if (field.kind === 'numbers' && Array.isArray(value)) {
    const count = value.length
    const isTooLong = count > field.maxLength
    // A list of the wrong length is told by its count: printed whole it would bury what is wrong.
    if (isTooLong || count < field.minLength)
      return `${called} has ${count} ${count === 1 ? 'number' : 'numbers'}, too ${isTooLong ? 'many' : 'few'}: it must have ${allowedRange(field)}.`
  }
  return `${called} must be ${allowedRange(field)}, not ${refusedPart(field, value)}.`
}

/** What of a value is refused, as it was given: of a list the numbers that are not allowed in it. */
function refusedPart(field: Field, value: unknown): string {
  if (value === undefined || Number.isNaN(value)) return 'nothing'
  if (field.kind !== 'numbers' || !Array.isArray(value)) return JSON.stringify(value)
  const refused = value.filter((each) => !numberSchema(field).safeParse(each).success)
  return refused.map((each) => JSON.stringify(each)).join(', ')
}

/** What is wrong with each field of these parameters, one sentence each, the field called by `nameOf`. */
export function paramProblems(
  fields: readonly NamedField[],
  params: Params,
  nameOf: (field: NamedField) => string = ({ label }) => label,
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const field of fields) {
    const problem = fieldProblem(field, params[field.name], nameOf(field))
    if (problem !== null) found[field.name] = problem
  }
  return found
}

/** The first of problems by field; null where there are none. */
export function firstProblem(problems: Readonly<Record<string, string>>): Refusal | null {
  const [first] = Object.entries(problems)
  return first ? { field: first[0], message: first[1] } : null
}
