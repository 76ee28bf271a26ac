import { describe, expect, it } from 'vitest'
import { applyUpdate, freshState, type OptimizerState, type UpdateRule } from './reference-optimizer.ts'

// sum a (w - t)^2 / 2 from w = (1, -2, 0.5): torch.optim of torch 2.13 in float64, after 1 and after 5 steps.
const a = [1, 3, 0.25]
const target = [0.5, 0.5, -1]
const cases: readonly { rule: UpdateRule; afterOne: number[]; afterFive: number[] }[] = [
  {
    rule: { kind: 'sgd', learningRate: 0.1 },
    afterOne: [0.95, -1.25, 0.4625],
    afterFive: [0.795245, 0.07982500000000006, 0.3216435400390625],
  },
  {
    rule: { kind: 'momentum', learningRate: 0.1, momentum: 0.9 },
    afterOne: [0.95, -1.25, 0.4625],
    afterFive: [0.4854200000000001, 2.445700000000001, 0.03556799316406249],
  },
  {
    rule: { kind: 'adam', learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    afterOne: [0.950000001, -1.9500000000666666, 0.4500000013333333],
    afterFive: [0.7539818336264892, -1.7504914739940358, 0.25088973452879015],
  },
]

function train(
  rule: UpdateRule,
  steps: number,
): { w: Float64Array; kept: Float64Array; state: OptimizerState } {
  let weights: Readonly<Record<string, Float64Array>> = {
    w: Float64Array.of(1, -2, 0.5),
    kept: Float64Array.of(7),
  }
  let state = freshState
  for (let step = 0; step < steps; step++) {
    const w = weights['w'] ?? new Float64Array()
    const gradient = w.map((value, i) => (a[i] ?? NaN) * (value - (target[i] ?? NaN)))
    const updated = applyUpdate(rule, weights, { w: gradient }, state)
    weights = updated.weights
    state = updated.state
  }
  return { w: weights['w'] ?? new Float64Array(), kept: weights['kept'] ?? new Float64Array(), state }
}

describe.each(cases)("$rule.kind against PyTorch's", ({ rule, afterOne, afterFive }) => {
  it.each([
    [1, afterOne],
    [5, afterFive],
  ])('after %i steps', (steps, expected) => {
    const { w, kept, state } = train(rule, steps)
    expected.forEach((value, i) => {
      expect(Math.abs((w[i] ?? NaN) - value)).toBeLessThan(1e-14)
    })
    expect(kept).toEqual(Float64Array.of(7))
    expect(state.steps).toBe(steps)
  })
})

describe('applyUpdate', () => {
  it('changes nothing it is given, and refuses a gradient without its parameter', () => {
    const weights = { w: Float32Array.of(1) }
    const { weights: updated } = applyUpdate(
      { kind: 'sgd', learningRate: 1 },
      weights,
      { w: Float64Array.of(3) },
      freshState,
    )
    expect(updated['w']).toEqual(Float64Array.of(-2))
    expect(weights.w).toEqual(Float32Array.of(1))
    const orphan = () =>
      applyUpdate({ kind: 'sgd', learningRate: 1 }, weights, { other: Float64Array.of(3) }, freshState)
    expect(orphan).toThrow('no such parameter')
  })
})
