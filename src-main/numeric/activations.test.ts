import { describe, expect, it } from 'vitest'
import { dropout, relu, reluGradient } from './activations.ts'
import { checkGradient, inner, normalValues } from './gradient-check.testing.ts'

describe('ReLU', () => {
  it('keeps what is positive; at 0 its gradient is 0', () => {
    const x = Float64Array.of(-1, 0, 2)
    expect([...relu(x)]).toEqual([0, 0, 2])
    expect([...reluGradient(Float64Array.of(5, 6, 7), x)]).toEqual([0, 0, 7])
  })

  it('has the gradient of finite differences away from 0', () => {
    const x = normalValues(50, 4).map((value) => value + Math.sign(value) * 0.01)
    const upstream = normalValues(50, 5)
    checkGradient(() => inner(relu(x), upstream), x, reluGradient(upstream, x))
  })
})

describe('dropout', () => {
  it('drops by the mask and divides what it keeps by the keep probability', () => {
    expect([...dropout(Float64Array.of(3, 4, 5), [1, 0, 1], 0.75)]).toEqual([12, 0, 20])
    expect(() => dropout(Float64Array.of(1, 2), [1], 0.5)).toThrow(RangeError)
  })

  it('is its own gradient', () => {
    const x = normalValues(20, 6)
    const upstream = normalValues(20, 7)
    const mask = Array.from({ length: 20 }, (_, i) => i % 3 && 1)
    checkGradient(() => inner(dropout(x, mask, 0.4), upstream), x, dropout(upstream, mask, 0.4))
  })
})
