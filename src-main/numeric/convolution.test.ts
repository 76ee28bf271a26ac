import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convolutionGradients, convolve, convolvedBatch } from './convolution.ts'
import { checkGradient, inner, normalValues } from './gradient-check.testing.ts'
import { valuesIn, type Border } from './windows.ts'

const image = (height: number, width: number) => ({ count: 1, channels: 1, height, width })
const border = fc.oneof(
  fc.constant<Border>({ kind: 'valid' }),
  fc.record({ kind: fc.constant('zero' as const), size: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ kind: fc.constant('reflect' as const), size: fc.integer({ min: 0, max: 2 }) }),
)
const cases = fc.record({
  count: fc.integer({ min: 1, max: 2 }),
  channels: fc.integer({ min: 1, max: 2 }),
  height: fc.integer({ min: 3, max: 6 }),
  width: fc.integer({ min: 3, max: 6 }),
  filters: fc.integer({ min: 1, max: 3 }),
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  border,
  seed: fc.nat(),
})

describe('convolution', () => {
  // 1..9 as a 3 x 3 image, kernel [[1, 2], [3, 4]]: worked by hand.
  const input = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
  const kernel = Float64Array.of(1, 2, 3, 4)
  const plain = { filters: 1, kernel: 2, stride: 1, border: { kind: 'valid' } as const }

  it('is a cross-correlation', () => {
    expect([...convolve(input, image(3, 3), kernel, null, plain)]).toEqual([37, 47, 67, 77])
    expect([...convolve(input, image(3, 3), kernel, Float64Array.of(0.5), plain)]).toEqual([
      37.5, 47.5, 67.5, 77.5,
    ])
  })

  it('pads with zeros, and by reflection without the border pixel', () => {
    const one = Float64Array.of(1)
    const copy = { filters: 1, kernel: 1, stride: 1 }
    const zero = { ...copy, border: { kind: 'zero', size: 1 } as const }
    expect([...convolve(input, image(3, 3), one, null, zero)]).toEqual([
      0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 7, 8, 9, 0, 0, 0, 0, 0, 0,
    ])
    const reflect = { ...copy, border: { kind: 'reflect', size: 2 } as const }
    const rows = [9, 8, 7, 8, 9, 8, 7, 6, 5, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 2, 1]
    expect([...convolve(input, image(3, 3), one, null, reflect)].slice(0, 21)).toEqual(rows)
  })

  it('steps by the stride', () => {
    const stepping = { ...plain, kernel: 1, stride: 2 }
    expect([...convolve(input, image(3, 3), Float64Array.of(1), null, stepping)]).toEqual([1, 3, 7, 9])
  })

  it('has the gradients of finite differences on every operand, whatever its shape', () => {
    fc.assert(
      fc.property(cases, ({ count, channels, height, width, seed, ...convolution }) => {
        const images = { count, channels, height, width }
        const x = normalValues(valuesIn(images), seed)
        const w = normalValues(convolution.filters * channels * convolution.kernel ** 2, seed + 1)
        const b = normalValues(convolution.filters, seed + 2)
        const outputs = convolvedBatch(images, convolution)
        const upstream = normalValues(valuesIn(outputs), seed + 3)
        const f = () => inner(convolve(x, images, w, b, convolution), upstream)
        const gradients = convolutionGradients(upstream, x, images, w, convolution)
        checkGradient(f, x, gradients.input)
        checkGradient(f, w, gradients.weight)
        checkGradient(f, b, gradients.bias)
      }),
      { numRuns: 60 },
    )
  })

  it('refuses what does not fit', () => {
    expect(() => convolve(input, image(3, 4), kernel, null, plain)).toThrow('must have 12 values, not 9')
    expect(() => convolve(input, image(3, 3), input, null, plain)).toThrow('must have 4 values, not 9')
    expect(() => convolve(input, image(3, 3), kernel, kernel, plain)).toThrow(RangeError)
    const tooLarge = { ...plain, kernel: 4 }
    expect(() => convolve(input, image(3, 3), normalValues(16, 1), null, tooLarge)).toThrow('does not fit')
    const tooFar = { ...plain, border: { kind: 'reflect', size: 3 } as const }
    expect(() => convolve(input, image(3, 3), kernel, null, tooFar)).toThrow('cannot be reflected')
  })
})
