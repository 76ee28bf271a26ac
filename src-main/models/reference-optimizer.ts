import { checkLength } from '#numeric/windows.ts'
import { ModelError } from './model.ts'
import type { ReferenceWeights } from './reference-network.ts'

/** Update rules as PyTorch defines them; the engines' `Optimizer` is this type. */
export type UpdateRule =
  | { readonly kind: 'sgd'; readonly learningRate: number }
  | { readonly kind: 'momentum'; readonly learningRate: number; readonly momentum: number }
  | {
      readonly kind: 'adam'
      readonly learningRate: number
      readonly beta1: number
      readonly beta2: number
      readonly epsilon: number
    }

/** What an optimizer remembers: steps taken, and per trained parameter its velocity or its two moments. */
export interface OptimizerState {
  readonly steps: number
  /** Momentum's velocity, or Adam's first moment. */
  readonly first: Readonly<Record<string, Float64Array>>
  /** Adam's second moment. */
  readonly second: Readonly<Record<string, Float64Array>>
}

/** The state before the first step. */
export const freshState: OptimizerState = { steps: 0, first: {}, second: {} }

/**
 * One update in float64 as PyTorch defines it: momentum v = m v + g, w = w - lr v without dampening; Adam with
 * bias correction, epsilon added after the square root (Kingma and Ba 2015, algorithm 1). Weights without a
 * gradient, such as frozen ones and buffers, are copied. Nothing given is changed.
 */
export function applyUpdate(
  rule: UpdateRule,
  weights: ReferenceWeights,
  gradients: Readonly<Record<string, Float64Array>>,
  state: OptimizerState,
): { readonly weights: Readonly<Record<string, Float64Array>>; readonly state: OptimizerState } {
  const steps = state.steps + 1
  const updated: Record<string, Float64Array> = {}
  const first: Record<string, Float64Array> = {}
  const second: Record<string, Float64Array> = {}
  for (const [name, values] of Object.entries(weights)) updated[name] = Float64Array.from(values)
  for (const [name, gradient] of Object.entries(gradients)) {
    const weight = updated[name]
    if (!weight) throw new ModelError(`There is a gradient for "${name}" but no such parameter.`)
    checkLength(`gradient of "${name}"`, gradient, weight.length)
    const step = parameterStep(rule, gradient, steps, {
      first: state.first[name],
      second: state.second[name],
    })
    updated[name] = weight.map((value, i) => value - (step.change[i] ?? NaN))
    if (step.first) first[name] = step.first
    if (step.second) second[name] = step.second
  }
  return { weights: updated, state: { steps, first, second } }
}

interface Moments {
  readonly first?: Float64Array | undefined
  readonly second?: Float64Array | undefined
}

function parameterStep(
  rule: UpdateRule,
  gradient: Float64Array,
  steps: number,
  before: Moments,
): Moments & { readonly change: Float64Array } {
  if (rule.kind === 'sgd') return { change: gradient.map((g) => rule.learningRate * g) }
  if (rule.kind === 'momentum') {
    const velocity = gradient.map((g, i) => rule.momentum * (before.first?.[i] ?? 0) + g)
    return { change: velocity.map((v) => rule.learningRate * v), first: velocity }
  }
  const { beta1, beta2, epsilon, learningRate } = rule
  const first = gradient.map((g, i) => beta1 * (before.first?.[i] ?? 0) + (1 - beta1) * g)
  const second = gradient.map((g, i) => beta2 * (before.second?.[i] ?? 0) + (1 - beta2) * g * g)
  const change = first.map((m, i) => {
    const corrected = (second[i] ?? NaN) / (1 - beta2 ** steps)
    return ((learningRate / (1 - beta1 ** steps)) * m) / (Math.sqrt(corrected) + epsilon)
  })
  return { change, first, second }
}
