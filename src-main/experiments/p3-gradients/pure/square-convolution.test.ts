import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convolutionGradients, convolve } from '#numeric/convolution.ts'
import { checkClose, checkGradient, inner, normalValues } from '#numeric/gradient-check.testing.ts'
import {
  correlate,
  inputGradient,
  inputGradientTerms,
  outputSide,
  patchAt,
  turned,
  weightGradient,
  weightGradientTerms,
  zeroPadded,
} from './square-convolution.ts'

const shapes = fc
  .record({
    imageSide: fc.integer({ min: 1, max: 12 }),
    kernelSide: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(),
  })
  .filter(({ imageSide, kernelSide }) => kernelSide <= imageSide)
const setting = ({
  imageSide,
  kernelSide,
  seed,
}: {
  imageSide: number
  kernelSide: number
  seed: number
}) => {
  const side = outputSide(imageSide, kernelSide)
  return {
    n: imageSide,
    k: kernelSide,
    m: side,
    x: normalValues(imageSide ** 2, seed),
    w: normalValues(kernelSide ** 2, seed + 1),
    dy: normalValues(side ** 2, seed + 2),
    images: { count: 1, channels: 1, height: imageSide, width: imageSide },
    plain: { filters: 1, kernel: kernelSide, stride: 1, border: { kind: 'valid' } as const },
  }
}
const sumOf = (terms: readonly { readonly product: number }[]): number =>
  terms.reduce((sum, { product }) => sum + product, 0)

describe('a square convolution', () => {
  // 1..9 as X, kernel [[1, 2], [3, 4]], dY = [[1, 0], [0, -1]]: worked by hand.
  const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
  const w = Float64Array.of(1, 2, 3, 4)
  const dy = Float64Array.of(1, 0, 0, -1)

  it('has the output and the gradients worked by hand', () => {
    expect([...correlate(x, 3, w, 2)]).toEqual([37, 47, 67, 77])
    expect([...weightGradient(x, 3, dy, 2)]).toEqual([1 - 5, 2 - 6, 4 - 8, 5 - 9])
    expect([...inputGradient(dy, 2, w, 2)]).toEqual([1, 2, 0, 3, 4 - 1, -2, 0, -3, -4])
  })

  it('is the general convolution on one channel, and so are its gradients', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { n, k, m, x, w, dy, images, plain } = setting(shape)
        checkClose(correlate(x, n, w, k), convolve(x, images, w, null, plain), 1e-12)
        const general = convolutionGradients(dy, x, images, w, plain)
        checkClose(weightGradient(x, n, dy, m), general.weight, 1e-12)
        checkClose(inputGradient(dy, m, w, k), general.input, 1e-12)
      }),
    )
  })

  it('has the gradients of finite differences', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { n, k, m, x, w, dy } = setting(shape)
        const f = () => inner(correlate(x, n, w, k), dy)
        checkGradient(f, w, weightGradient(x, n, dy, m))
        checkGradient(f, x, inputGradient(dy, m, w, k))
      }),
      { numRuns: 40 },
    )
  })

  it('sums each entry of dw and dX from the products it names', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { n, k, m, x, w, dy } = setting(shape)
        const dw = Float64Array.from(w, (_, at) => {
          const terms = weightGradientTerms(x, n, dy, m, { row: Math.floor(at / k), column: at % k })
          expect(terms.length).toBe(m * m)
          return sumOf(terms)
        })
        checkClose(dw, weightGradient(x, n, dy, m), 1e-12)
        let count = 0
        const dx = Float64Array.from(x, (_, at) => {
          const cell = { row: Math.floor(at / n), column: at % n }
          const terms = inputGradientTerms(dy, m, w, k, cell)
          count += terms.length
          for (const { h, l, i, j, w: weight, dy: gradient } of terms) {
            expect([i + h, j + l]).toEqual([cell.row, cell.column])
            expect(weight).toBe(w[h * k + l])
            expect(gradient).toBe(dy[i * m + j])
          }
          return sumOf(terms)
        })
        checkClose(dx, inputGradient(dy, m, w, k), 1e-12)
        // Every weight meets every upstream entry exactly once.
        expect(count).toBe(k * k * m * m)
      }),
      { numRuns: 40 },
    )
  })

  it('makes dw the sum of patches weighted with dY', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { n, k, m, x, dy } = setting(shape)
        const sum = new Float64Array(k * k)
        for (const [at, weight] of dy.entries())
          patchAt(x, n, k, { row: Math.floor(at / m), column: at % m }).forEach((pixel, place) => {
            sum[place] = (sum[place] ?? NaN) + weight * pixel
          })
        checkClose(sum, weightGradient(x, n, dy, m), 1e-12)
      }),
    )
  })

  it('pads, turns and cuts', () => {
    expect([...zeroPadded(Float64Array.of(1, 2, 3, 4), 2, 1)]).toEqual([
      0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0,
    ])
    expect([...turned(w)]).toEqual([4, 3, 2, 1])
    expect([...patchAt(x, 3, 2, { row: 1, column: 1 })]).toEqual([5, 6, 8, 9])
  })

  it('refuses a kernel larger than its image, and lists of another length', () => {
    expect(() => outputSide(2, 3)).toThrow('A kernel of side 3 does not fit an image of side 2.')
    expect(() => correlate(x, 3, w, 3)).toThrow('must have 9 values, not 4')
    expect(() => correlate(x, 4, w, 2)).toThrow('must have 16 values, not 9')
  })
})
