import type { Values } from '#contract/samples.ts'
import { numberOf, tex } from '../answer-text.ts'
import type { Mode, Weights } from './theory.ts'

// What every problem's answers are written with, and what only this problem's need.
export { listed, numberOf, numberOrNull, percent, reasonOf, steps, tex } from '../answer-text.ts'

/** "(w1, w2)" as TeX. */
export const texWeights = ({ w1, w2 }: Weights): string => `(${tex(w1)},\\ ${tex(w2)})`

/** What a step multiplies an error by, as TeX: near 1 as "1 - d", because its digits would round to 1. */
export function texFactor(contraction: number, decrease = 1 - contraction): string {
  return decrease > 0 && decrease < 1e-3 ? `1 - ${tex(decrease)}` : tex(contraction)
}

/** The factor of a mode at this learning rate, as `texFactor`; 2 lr lambda keeps the digits that 1 - c loses. */
export const texContraction = ({ contraction, eigenvalue }: Mode, learningRate: number): string =>
  texFactor(contraction, 2 * learningRate * eigenvalue)

/** A time constant in words: "250 steps", "less than one step". */
export const duration = (count: number): string =>
  count < 1 ? 'less than one step' : `$${tex(Number(count.toPrecision(3)))}$ steps`

/** The measured pair `<part>.<prefix>w1` and `<part>.<prefix>w2`. */
export function weightsOf(values: Values, part: string, prefix = ''): Weights {
  return { w1: numberOf(values, part, `${prefix}w1`), w2: numberOf(values, part, `${prefix}w2`) }
}
