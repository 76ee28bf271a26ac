import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { openNative } from '../runtime.ts'
import { computed, drawn } from './gpu-operators.testing.ts'
import { meansOfChannels } from './gpu-channel-means.ts'

const [batch, channels] = [3, 4]

describe('means of channels by way of windows', () => {
  for (const [height, width] of [
    [1, 1],
    [7, 7],
    [11, 9],
    [12, 10],
    [16, 13],
    [56, 56],
  ] as const)
    it(`${height} x ${width}`, async () => {
      const random = new Random(height * width)
      const images = drawn([batch, channels, height, width], () => 3 + random.normal())
      const { shape, values } = await computed(await openNative(), [images], (graph, [input]) => {
        if (!input) throw new TypeError('There is one input.')
        return meansOfChannels(graph, input)
      })
      expect(shape).toEqual([1, channels, 1, 1])
      for (let channel = 0; channel < channels; channel++) {
        const own = images.values.filter((_, at) => Math.floor(at / (height * width)) % channels === channel)
        const mean = own.reduce((sum, value) => sum + value, 0) / own.length
        expect(values[channel]).toBeCloseTo(mean, 5)
      }
    })
})
