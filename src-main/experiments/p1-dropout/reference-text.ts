import type { Values } from '#contract/samples.ts'
import type { Weights } from './theory.ts'

/** A reference answer: paragraphs of plain text with formulas in TeX between dollar signs. */
export interface ReferenceAnswer {
  readonly paragraphs: readonly string[]
}

/** Thrown inside an answer whose run has not measured what it needs; the message is shown in its place. */
export class MissingValue extends Error {}

/** A number to four significant digits, as TeX. */
export function tex(value: number): string {
  if (!Number.isFinite(value)) return String.raw`\infty`
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-4 && size < 1e6)) return String(Number(value.toPrecision(4)))
  const [digits = '', exponent = ''] = value.toExponential(3).split('e')
  return String.raw`${Number(digits)} \times 10^{${Number(exponent)}}`
}

/** "(w1, w2)" as TeX. */
export const texWeights = ({ w1, w2 }: Weights): string => `(${tex(w1)},\\ ${tex(w2)})`

/** A share as a percentage in plain text. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`

/** The measured number `<part>.<name>`. Throws MissingValue saying what to run, or why there is none. */
export function numberOf(values: Values, part: string, name: string): number {
  const entry = values[`${part}.${name}`]
  if (entry && typeof entry.value === 'number') return entry.value
  const reason = entry && 'notMeasured' in entry ? ` ${entry.notMeasured}` : ''
  throw new MissingValue(
    reason
      ? `${part}.${name} was not measured.${reason}`
      : `This answer needs ${part}.${name}: run the preset ${part} to its end.`,
  )
}

/** The same number, or null where the run could not measure it. */
export function numberOrNull(values: Values, part: string, name: string): number | null {
  const value = values[`${part}.${name}`]?.value
  return typeof value === 'number' ? value : null
}

/** The measured pair `<part>.<prefix>w1` and `<part>.<prefix>w2`. */
export function weightsOf(values: Values, part: string, prefix = ''): Weights {
  return { w1: numberOf(values, part, `${prefix}w1`), w2: numberOf(values, part, `${prefix}w2`) }
}
