import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkGradient, inner, normalValues } from './gradient-check.testing.ts'
import {
  averagePool,
  averagePoolGradient,
  globalAverage,
  globalAverageGradient,
  maxPool,
  maxPoolGradient,
  pooledBatch,
} from './pooling.ts'
import { valuesIn } from './windows.ts'

const image = (height: number, width: number) => ({ count: 1, channels: 1, height, width })
const shapes = fc.record({
  images: fc.record({
    count: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 2 }),
    height: fc.integer({ min: 3, max: 7 }),
    width: fc.integer({ min: 3, max: 7 }),
  }),
  pooling: fc
    .record({
      size: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      padding: fc.integer({ min: 0, max: 1 }),
    })
    .filter(({ size, padding }) => padding <= size / 2),
  seed: fc.nat(),
})
const halves = { size: 2, stride: 2, padding: 0 }

describe('max pooling', () => {
  it('keeps the largest, the first of equals row by row', () => {
    const ties = Float64Array.of(1, 5, 5, 5, 5, 5, 2, 2, 7, 7, 2, 2, 7, 7, 0, 0)
    const { output, winners } = maxPool(ties, image(4, 4), halves)
    expect([...output]).toEqual([5, 5, 7, 2])
    expect([...winners]).toEqual([1, 2, 8, 10])
    expect([...maxPoolGradient(Float64Array.of(1, 2, 3, 4), winners, image(4, 4))]).toEqual([
      0, 1, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0,
    ])
  })

  it('never takes a padded pixel, even where all pixels are negative', () => {
    const { output } = maxPool(Float64Array.of(-1, -2, -3, -4), image(2, 2), {
      size: 3,
      stride: 2,
      padding: 1,
    })
    expect([...output]).toEqual([-1])
  })

  it('shows a NaN', () => {
    expect(maxPool(Float64Array.of(1, NaN, 3, 2), image(2, 2), halves).output[0]).toBeNaN()
  })

  it('adds the gradients of windows that share a winner, as finite differences say', () => {
    fc.assert(
      fc.property(shapes, ({ images, pooling, seed }) => {
        const x = normalValues(valuesIn(images), seed)
        const upstream = normalValues(valuesIn(pooledBatch(images, pooling)), seed + 1)
        const { winners } = maxPool(x, images, pooling)
        const f = () => inner(maxPool(x, images, pooling).output, upstream)
        // Two pixels closer than the step would make a kink within it.
        const sorted = [...x].sort((a, b) => a - b)
        fc.pre(sorted.every((value, i) => i === 0 || value - (sorted[i - 1] ?? 0) > 1e-4))
        checkGradient(f, x, maxPoolGradient(upstream, winners, images))
      }),
      { numRuns: 60 },
    )
  })
})

describe('average pooling', () => {
  it('means each window and leaves out a last pixel that fills none', () => {
    const nine = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
    expect([...averagePool(nine, image(3, 3), halves)]).toEqual([3])
  })

  it('refuses padding', () => {
    expect(() => averagePool(new Float64Array(9), image(3, 3), { ...halves, padding: 1 })).toThrow(RangeError)
  })

  it('has the gradient of finite differences', () => {
    fc.assert(
      fc.property(shapes, ({ images, pooling: { size, stride }, seed }) => {
        const pooling = { size, stride, padding: 0 }
        const x = normalValues(valuesIn(images), seed)
        const upstream = normalValues(valuesIn(pooledBatch(images, pooling)), seed + 1)
        const f = () => inner(averagePool(x, images, pooling), upstream)
        checkGradient(f, x, averagePoolGradient(upstream, images, pooling))
      }),
      { numRuns: 60 },
    )
  })
})

describe('global average', () => {
  it('means each channel and spreads its gradient', () => {
    fc.assert(
      fc.property(shapes, ({ images, seed }) => {
        const x = normalValues(valuesIn(images), seed)
        const upstream = normalValues(images.count * images.channels, seed + 1)
        const f = () => inner(globalAverage(x, images), upstream)
        checkGradient(f, x, globalAverageGradient(upstream, images))
      }),
      { numRuns: 30 },
    )
    expect([
      ...globalAverage(Float64Array.of(1, 2, 3, 4, 10, 10, 10, 30), { ...image(2, 2), channels: 2 }),
    ]).toEqual([2.5, 15])
  })
})
