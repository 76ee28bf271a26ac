import { describe, expect, it } from 'vitest'
import { createOptimizer } from './optimizers.ts'

const gradients = [
  [3, -0.5],
  [-2, 0.25],
  [0, 1.5],
  [40, -3],
  [0.125, 0],
  [-7.5, 2],
] as const

/** What torch.optim 2.13.0 (float64, lr 0.1, momentum 0.9) makes of these gradients from (1, -2). */
const pytorch = {
  sgd: [
    [0.7, -1.95],
    [0.8999999999999999, -1.9749999999999999],
    [0.8999999999999999, -2.125],
    [-3.1000000000000005, -1.825],
    [-3.1125000000000007, -1.825],
    [-2.3625000000000007, -2.025],
  ],
  momentum: [
    [0.7, -1.95],
    [0.6299999999999999, -1.93],
    [0.5669999999999998, -2.062],
    [-3.4897000000000005, -1.8807999999999998],
    [-7.153230000000001, -1.71772],
    [-9.700407, -1.770948],
  ],
  adam: [
    [0.9000000003333333, -1.900000002],
    [0.8855479474183773, -1.8733662987078465],
    [0.8743764686384232, -1.9260484854013524],
    [0.8156772273694929, -1.8950769261073066],
    [0.7658933609616503, -1.8688988961498636],
    [0.7333104921430771, -1.8759496459386835],
  ],
} as const

describe('createOptimizer', () => {
  it.each(['sgd', 'momentum', 'adam'] as const)('steps as PyTorch does: %s', (optimizer) => {
    const step = createOptimizer({ optimizer, learningRate: 0.1, momentum: 0.9 })
    const weights = Float64Array.of(1, -2)
    gradients.forEach((gradient, index) => {
      step(weights, Float64Array.from(gradient))
      expect(weights[0]).toBeCloseTo(pytorch[optimizer][index]?.[0] ?? NaN, 13)
      expect(weights[1]).toBeCloseTo(pytorch[optimizer][index]?.[1] ?? NaN, 13)
    })
  })

  it('stays where it is without a gradient', () => {
    for (const optimizer of ['sgd', 'momentum', 'adam'] as const) {
      const weights = Float64Array.of(1, -2)
      createOptimizer({ optimizer, learningRate: 0.1, momentum: 0.9 })(weights, new Float64Array(2))
      expect([...weights]).toEqual([1, -2])
    }
  })
})
