import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dense, denseGradients } from './dense.ts'
import { checkGradient, inner, normalValues } from './gradient-check.testing.ts'

const size = fc.integer({ min: 1, max: 5 })

describe('a dense layer', () => {
  it('multiplies by the transposed weight and adds the bias', () => {
    const sizes = { rows: 2, inputs: 3, outputs: 2 }
    const input = Float64Array.of(1, 2, 3, 4, 5, 6)
    const weight = Float64Array.of(1, 0, -1, 2, 1, 0)
    expect([...dense(input, weight, Float64Array.of(10, 20), sizes)]).toEqual([8, 24, 8, 33])
    expect([...dense(input, weight, null, sizes)]).toEqual([-2, 4, -2, 13])
  })

  it('has the gradients of finite differences', () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(), (rows, inputs, outputs, seed) => {
        const sizes = { rows, inputs, outputs }
        const x = normalValues(rows * inputs, seed)
        const w = normalValues(outputs * inputs, seed + 1)
        const b = normalValues(outputs, seed + 2)
        const upstream = normalValues(rows * outputs, seed + 3)
        const f = () => inner(dense(x, w, b, sizes), upstream)
        const gradients = denseGradients(upstream, x, w, sizes)
        checkGradient(f, x, gradients.input)
        checkGradient(f, w, gradients.weight)
        checkGradient(f, b, gradients.bias)
      }),
    )
  })

  it('refuses a weight of another size', () => {
    const sizes = { rows: 1, inputs: 2, outputs: 2 }
    expect(() => dense(Float64Array.of(1, 2), Float64Array.of(1, 2, 3), null, sizes)).toThrow(RangeError)
  })
})
