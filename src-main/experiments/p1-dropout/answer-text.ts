/** What only the answers of problem 1 are written with. */
import type { Values } from '#contract/samples.ts'
import type { NumberValue } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { measured } from '../answer-text.ts'
import type { Mode, Weights } from './pure/theory.ts'

/** "(w1, w2)" as TeX. */
export const texWeights = ({ w1, w2 }: Weights): string => `(${tex(w1)},\\ ${tex(w2)})`

/** The factor by which a step multiplies an error, as TeX: near 1 as "1 - d", because its digits would round to 1. */
export function texFactor(contraction: number, decrease = 1 - contraction): string {
  return decrease > 0 && decrease < 1e-3 ? `1 - ${tex(decrease)}` : tex(contraction)
}

/** The factor of a mode at this learning rate, as `texFactor`; 2 lr lambda keeps the digits that 1 - c loses. */
export const texContraction = ({ contraction, eigenvalue }: Mode, learningRate: number): string =>
  texFactor(contraction, 2 * learningRate * eigenvalue)

/** A time constant in words: "250 steps", "less than one step". */
export const duration = (count: number): string =>
  count < 1 ? 'less than one step' : `$${tex(Number(count.toPrecision(3)))}$ steps`

/** The measured pair; null where either was not measured. */
export function weightsOrNull(
  values: Values,
  pair: { readonly w1: NumberValue; readonly w2: NumberValue },
): Weights | null {
  const [w1, w2] = [pair.w1.of(values), pair.w2.of(values)]
  return w1 === null || w2 === null ? null : { w1, w2 }
}

/** The measured pair. Throws MissingValue that says why there is none. */
export const weightsIn = (
  values: Values,
  pair: { readonly w1: NumberValue; readonly w2: NumberValue },
): Weights => ({ w1: measured(values, pair.w1), w2: measured(values, pair.w2) })
