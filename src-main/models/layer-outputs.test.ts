import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { initialWeights } from './initial-weights.ts'
import { layerOutputs, softmax } from './layer-outputs.ts'
import { mlp } from './mlp.ts'
import { ModelError, type Model } from './model.ts'
import { forwardBackward } from './reference-network.ts'
import { simpleCnn } from './simple-cnn.ts'

const inputs = (length: number) => {
  const random = new Random(5)
  return Float64Array.from({ length }, () => random.normal())
}

describe('layerOutputs', () => {
  it.each([
    simpleCnn({ classes: 3 }),
    simpleCnn({ classes: 5, pooling: 'average', kernel: 4 }),
    mlp({ classes: 3 }),
  ])('ends with what the reference network gives: $name', (model) => {
    const weights = initialWeights(model, new Random(2))
    const images = inputs(2 * 784)
    const { outputs } = forwardBackward(model, 'softmaxCrossEntropy', weights, images, [0, 1], {
      isTraining: false,
    })
    const layers = layerOutputs(model, weights, images)
    expect(layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name))
    expect(layers.at(-1)?.data).toEqual(outputs)
  })

  it('gives what lies between: a kernel that copies, its ReLU and its pool, by hand', () => {
    const model: Model = {
      name: 'copy',
      input: [1, 2, 2],
      layers: [
        {
          name: 'conv1',
          kind: 'conv2d',
          filters: 2,
          kernel: 1,
          stride: 1,
          padding: { kind: 'valid' },
          hasBias: true,
          weight: { kind: 'uniform-fan-in' },
        },
        { name: 'relu1', kind: 'relu' },
        { name: 'pool', kind: 'maxPool', size: 2, stride: 2, padding: 0 },
      ],
    }
    const weights = { 'conv1.weight': Float64Array.of(1, -2), 'conv1.bias': Float64Array.of(0, 1) }
    const [conv, relu, pool] = layerOutputs(model, weights, Float64Array.of(1, -3, 0.5, 0))
    expect(conv).toEqual({
      name: 'conv1',
      shape: [2, 2, 2],
      data: Float64Array.of(1, -3, 0.5, 0, -1, 7, 0, 1),
    })
    expect([...(relu?.data ?? [])]).toEqual([1, 0, 0.5, 0, 0, 7, 0, 1])
    expect(pool).toEqual({ name: 'pool', shape: [2, 1, 1], data: Float64Array.of(1, 7) })
  })

  it('names what is missing and refuses inputs of no image', () => {
    const model = mlp({ classes: 3 })
    expect(() => layerOutputs(model, {}, inputs(784))).toThrow(ModelError)
    expect(() => layerOutputs(model, {}, inputs(784))).toThrow('fc1.weight')
    expect(() => layerOutputs(model, initialWeights(model, new Random(1)), inputs(783))).toThrow(RangeError)
  })
})

describe('softmax', () => {
  it('is the share of each exponential, for large outputs too', () => {
    expect([...softmax([0, Math.log(3)])].map((p) => p.toFixed(12))).toEqual([
      '0.250000000000',
      '0.750000000000',
    ])
    expect([...softmax([1000, 1000, -1000])]).toEqual([0.5, 0.5, 0])
  })
})
