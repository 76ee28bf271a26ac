import { describe, expect, it } from 'vitest'
import { predictMemory, predictedTotal } from './memory-prediction.ts'
import { resnet, type ResnetDepth } from './resnet.ts'

const homework = (depth: ResnetDepth, classes = 10) => resnet({ depth, classes })

describe('predictMemory', () => {
  it('is the arithmetic of the homework for ResNet-152', () => {
    const sgd = predictMemory(homework(152), 'sgd', 0)
    expect(sgd.weights).toBe(232_657_192)
    expect(sgd.gradients).toBe(232_657_192)
    expect(sgd.buffers).toBe(606_936)
    expect(sgd.optimizerState).toBe(0)
    expect(predictMemory(homework(152), 'momentum', 0).optimizerState).toBe(232_657_192)
    expect(predictMemory(homework(152), 'adam', 0).optimizerState).toBe(465_316_252)
    const totals = (['sgd', 'momentum', 'adam'] as const).map((kind) =>
      predictedTotal(predictMemory(homework(152), kind, 0)),
    )
    // Adam's step counters, 1868 bytes, are not in the handout's last total.
    const counted = totals.map((bytes, i) => (i === 2 ? bytes - 1868 : bytes))
    expect(counted.map((bytes) => Math.round(bytes / 1e3) / 1e3)).toEqual([465.921, 698.579, 931.236])
  })

  it('counts activations for each image, and the images', () => {
    const of = (depth: ResnetDepth, batch: number) => predictMemory(homework(depth), 'sgd', batch).activations
    expect(of(18, 1)).toBe(21_577_728 + 602_112)
    expect(of(152, 1) / 1e6).toBeCloseTo(176.828 + 0.602, 2)
    expect(of(18, 64)).toBe(64 * of(18, 1))
  })

  it('knows ImageNet’s thousand classes', () => {
    expect(predictMemory(homework(152, 1000), 'sgd', 0).weights).toBe(240_771_232)
    expect(predictMemory(homework(18), 'sgd', 0).weights).toBe(4 * 11_181_642)
  })
})
