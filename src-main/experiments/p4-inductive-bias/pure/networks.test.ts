import { describe, expect, it } from 'vitest'
import { modelOutputShape } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'
import { edgeDetectors, frozenFilters } from './edge-detectors.ts'
import {
  flattenWeights,
  initialNetwork,
  networkModel,
  trainedParameters,
  weightsFromFlat,
} from './networks.ts'
import { networkNames } from './cells.ts'

const rowsOf = (filter: Float32Array, side: number): number[][] =>
  Array.from({ length: side }, (_, row) => [...filter.subarray(row * side, (row + 1) * side)])

describe('the networks of problem 4', () => {
  it.each([
    ['cnn', 3, 606],
    ['average', 3, 606],
    ['mlp', 3, 39_793],
    ['frozen', 3, 12],
    ['cnn', 5, 614],
    ['mlp', 5, 39_815],
  ] as const)('%s with %i classes trains %i parameters', (network, classes, count) => {
    expect(trainedParameters({ network, kernel: 7 }, classes)).toBe(count)
  })

  it('answers one logit a class for every kernel size', () => {
    for (let kernel = 1; kernel <= 27; kernel++)
      for (const network of networkNames)
        expect(modelOutputShape(networkModel({ network, kernel }, 3)), `${network} ${kernel}`).toEqual([3])
  })

  it('starts max and average pooling from the same weights, and others from those of another seed', () => {
    const start = (network: 'cnn' | 'average', seed: number) =>
      initialNetwork({ network, kernel: 7 }, 3, new Random(seed)).weights
    expect(start('average', 1)).toEqual(start('cnn', 1))
    expect(start('cnn', 2)).not.toEqual(start('cnn', 1))
    const bound = (name: string): number => Math.max(...(start('cnn', 1)[name] ?? []).map(Math.abs))
    // 1 / sqrt(fan in): 49, 147 and 3.
    for (const [name, limit] of [
      ['conv1.weight', 1 / 7],
      ['conv2.weight', 0.082479],
      ['fc.weight', 0.57735],
    ] as const) {
      expect(bound(name)).toBeLessThanOrEqual(limit + 1e-6)
      expect(bound(name)).toBeGreaterThan(0.5 * limit)
    }
  })

  it('is read back from its flat parameters', () => {
    for (const network of networkNames) {
      const { model, weights } = initialNetwork({ network, kernel: 7 }, 3, new Random(3))
      const flat = flattenWeights(model, weights)
      expect(flat.length).toBe(network === 'mlp' ? 39_793 : 606)
      expect(weightsFromFlat(model, flat)).toEqual(weights)
    }
  })
})

describe('the frozen edge detectors', () => {
  it('are one row of +1 above one of -1 for side 7, and the transpose', () => {
    const { horizontal, vertical } = edgeDetectors(7)
    const expected = [0, 0, 1, -1, 0, 0, 0].map((value) => Array<number>(7).fill(value))
    expect(rowsOf(horizontal, 7)).toEqual(expected)
    expect(rowsOf(vertical, 7)).toEqual(Array<number[]>(7).fill([0, 0, 1, -1, 0, 0, 0]))
  })

  it('are contrast pairs for side 2 and generalised Sobel filters for others', () => {
    expect(rowsOf(edgeDetectors(2).horizontal, 2)).toEqual([
      [1, 1],
      [-1, -1],
    ])
    expect(rowsOf(edgeDetectors(3).horizontal, 3)).toEqual([
      [-0.5, -1, -0.5],
      [0, 0, 0],
      [0.5, 1, 0.5],
    ])
    expect(
      frozenFilters(
        3,
        Float32Array.from({ length: 9 }, () => 1),
      ).subarray(18),
    ).toEqual(new Float32Array(9))
    expect(edgeDetectors(1).horizontal).toEqual(Float32Array.of(0))
  })

  it('fill both convolutions, repeated over the input maps, with the free network’s first filter as the third', () => {
    const free = initialNetwork({ network: 'cnn', kernel: 7 }, 3, new Random(10)).weights
    const { weights, model } = initialNetwork({ network: 'frozen', kernel: 7 }, 3, new Random(10))
    const { horizontal, vertical } = edgeDetectors(7)
    const third = free['conv1.weight']?.subarray(0, 49) ?? new Float32Array()
    const filters = [horizontal, vertical, third]
    filters.forEach((filter, f) => {
      expect(weights['conv1.weight']?.subarray(49 * f, 49 * (f + 1))).toEqual(filter)
      for (let channel = 0; channel < 3; channel++) {
        const at = 49 * (3 * f + channel)
        expect(weights['conv2.weight']?.subarray(at, at + 49)).toEqual(filter)
      }
    })
    expect(weights['conv1.bias']).toEqual(new Float32Array(3))
    expect(weights['conv2.bias']).toEqual(new Float32Array(3))
    expect(weights['fc.weight']).toEqual(free['fc.weight'])
    const frozen = model.layers.filter((layer) => layer.kind === 'conv2d')
    expect(frozen.every((layer) => layer.isFrozen)).toBe(true)
  })
})
