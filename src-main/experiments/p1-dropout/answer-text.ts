/** What only the answers of problem 1 are written with. */
import type { Values } from '#contract/samples.ts'
import type { NumberValue } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { percent } from '#text/words.ts'
import { measured } from '../answer-text.ts'
import { distance, type Mode, type Weights } from './pure/theory.ts'

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

/** Shares of the length of the goal up to which trained weights are called those of a formula, and close to them. */
const same = 1e-3
const close = 0.05

/**
 * Whether trained weights are those of a closed form, plainly: "No: they are not those of the formula of part c; the
 * distance of 0.143 is 3.9 % of its length." `name` is what the goal is called.
 */
export function verdict(weights: Weights, goal: Weights, name: string): string {
  const away = distance(weights, goal)
  const length = Math.hypot(goal.w1, goal.w2)
  if (length === 0)
    return away <= same
      ? `Yes: they are those of ${name}, the origin.`
      : String.raw`No: they are not those of ${name}, the origin; the distance is $${tex(away)}$.`
  const share = away / length
  const size = share > 10 ? `$${tex(share)}$ times its length` : `${percent(share)} of its length`
  const measure = String.raw`the distance of $${tex(away)}$ is ${size}`
  if (share <= same) return `Yes: they are those of ${name}; ${measure}.`
  return share <= close
    ? `Not exactly: they are close to those of ${name}, but not equal to them; ${measure}.`
    : `No: they are not those of ${name}; ${measure}.`
}

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
