import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkClose, checkGradient, inner, normalValues } from './gradient-check.testing.ts'
import {
  channelStatistics,
  normalizationGradients,
  normalize,
  updatedRunningStatistics,
} from './normalization.ts'
import { mean, variance } from './statistics.ts'
import { valuesIn } from './windows.ts'

const shapes = fc.record({
  images: fc.record({
    count: fc.integer({ min: 2, max: 3 }),
    channels: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 2, max: 4 }),
    width: fc.integer({ min: 2, max: 4 }),
  }),
  isTraining: fc.boolean(),
  seed: fc.nat(),
})
const epsilon = 1e-5

describe('batch normalisation', () => {
  it('gives every channel the mean of its bias and the deviation of its weight', () => {
    const images = { count: 4, channels: 2, height: 5, width: 5 }
    const x = normalValues(valuesIn(images), 1).map((value) => 3 * value + 7)
    const affine = { weight: Float64Array.of(2, 0.5), bias: Float64Array.of(-1, 4) }
    const y = normalize(x, images, channelStatistics(x, images), affine, 0)
    for (const channel of [0, 1]) {
      const values = y.filter((_, i) => Math.floor(i / 25) % 2 === channel)
      expect(mean(values)).toBeCloseTo(affine.bias[channel] ?? NaN, 12)
      expect((variance(values) * 99) / 100).toBeCloseTo((affine.weight[channel] ?? NaN) ** 2, 12)
    }
  })

  it('has the gradients of finite differences in training and in evaluation', () => {
    fc.assert(
      fc.property(shapes, ({ images, isTraining, seed }) => {
        const x = normalValues(valuesIn(images), seed)
        const weight = normalValues(images.channels, seed + 1)
        const bias = normalValues(images.channels, seed + 2)
        const upstream = normalValues(valuesIn(images), seed + 3)
        const running = {
          mean: normalValues(images.channels, seed + 4),
          variance: normalValues(images.channels, seed + 5).map((value) => 0.5 + value * value),
        }
        const statistics = () => (isTraining ? channelStatistics(x, images) : running)
        const f = () => inner(normalize(x, images, statistics(), { weight, bias }, epsilon), upstream)
        const options = { epsilon, isTraining }
        const gradients = normalizationGradients(upstream, x, images, statistics(), weight, options)
        checkGradient(f, x, gradients.input)
        checkGradient(f, weight, gradients.weight)
        checkGradient(f, bias, gradients.bias)
      }),
      { numRuns: 60 },
    )
  })

  it('moves running statistics by the momentum, with the unbiased variance', () => {
    const images = { count: 1, channels: 2, height: 1, width: 2 }
    const batch = channelStatistics(Float64Array.of(1, 3, 10, 10), images)
    const running = { mean: Float64Array.of(0, 0), variance: Float64Array.of(1, 1) }
    const updated = updatedRunningStatistics(running, batch, images, 0.1)
    checkClose(updated.mean, [0.2, 1], 1e-15)
    checkClose(updated.variance, [0.9 + 0.1 * 2, 0.9], 1e-15)
    const single = { ...images, width: 1 }
    expect(() => updatedRunningStatistics(running, batch, single, 0.1)).toThrow('one value a channel')
  })
})
