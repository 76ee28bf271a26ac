import { describe, expect, it } from 'vitest'
import { centralDifferences } from '#numeric/finite-differences.ts'
import { Random } from '#numeric/random.ts'
import { cheatingCnn } from './cheating-cnn.ts'
import { initialWeights } from './initial-weights.ts'
import { mlp } from './mlp.ts'
import { ModelError, type Loss, type Model } from './model.ts'
import { parametersOf } from './parameters.ts'
import { forwardBackward, referenceLoss, type ReferenceOptions } from './reference-network.ts'
import { resnet } from './resnet.ts'
import { modelOutputShape, sizeOf } from './shapes.ts'
import { simpleCnn } from './simple-cnn.ts'

const masks = (model: Model, count: number, sizes: Readonly<Record<string, number>>): ReferenceOptions => ({
  isTraining: true,
  dropoutMasks: Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => {
      const random = new Random(9).fork(model.name).fork(name)
      return [name, Array.from({ length: count * size }, () => random.integer(2))]
    }),
  ),
})

interface Case {
  readonly model: Model
  readonly count: number
  readonly loss?: Loss
  readonly options?: ReferenceOptions
}

const cheating = cheatingCnn({ dropRate: 0.5, input: [3, 8, 8], classes: 4 })
const cases: Readonly<Record<string, Case>> = {
  'homework CNN': { model: simpleCnn({ classes: 3, input: [1, 10, 10] }), count: 3 },
  'homework CNN, average pooling, even kernel': {
    model: simpleCnn({ classes: 3, kernel: 4, pooling: 'average', input: [1, 11, 9] }),
    count: 3,
  },
  'deeper CNN': { model: simpleCnn({ classes: 5, isDeeper: true, kernel: 5, input: [1, 10, 10] }), count: 2 },
  'homework MLP': { model: mlp({ classes: 3, input: [1, 6, 6] }), count: 4 },
  'homework MLP, squared error': {
    model: mlp({ classes: 3, input: [1, 6, 6] }),
    count: 4,
    loss: 'meanSquaredError',
  },
  'cheating CNN with dropout': {
    model: cheating,
    count: 2,
    options: masks(cheating, 2, { dropout1: 16 * 16, dropout2: 32 * 4 }),
  },
  'ResNet-18': { model: resnet({ depth: 18, classes: 4, side: 32, width: 2 }), count: 3 },
  'ResNet-18, CIFAR form': {
    model: resnet({ depth: 18, classes: 4, form: 'cifar', side: 8, width: 2 }),
    count: 3,
  },
  'ResNet-18 in evaluation': {
    model: resnet({ depth: 18, classes: 4, form: 'cifar', side: 8, width: 2 }),
    count: 2,
    options: { isTraining: false },
  },
  'ResNet-50': {
    // Fewer values a channel in the last stage make batch normalisation too curved for difference quotients.
    model: resnet({ depth: 50, classes: 4, form: 'cifar', side: 8, width: 2 }),
    count: 8,
  },
}

describe('whole networks against finite differences', () => {
  it.each(Object.entries(cases))('%s', (_, { model, count, loss = 'softmaxCrossEntropy', options }) => {
    const random = new Random(3)
    const weights = Object.fromEntries(
      Object.entries(initialWeights(model, random)).map(([name, values]) => [
        name,
        Float64Array.from(values, (value) => value + 0.02 * random.normal()),
      ]),
    )
    const inputs = Float64Array.from({ length: count * sizeOf(model.input) }, () => random.normal())
    const outputs = sizeOf(modelOutputShape(model))
    const targets =
      loss === 'meanSquaredError'
        ? Float64Array.from({ length: count * outputs }, () => random.normal())
        : Int32Array.from({ length: count }, () => random.integer(outputs))
    const given = options ?? { isTraining: true }
    const { gradients } = forwardBackward(model, loss, weights, inputs, targets, given)
    const lossHere = () => referenceLoss(model, loss, weights, inputs, targets, given)
    const trained = parametersOf(model).filter(({ isTrained }) => isTrained)
    expect(Object.keys(gradients).sort()).toEqual(trained.map(({ name }) => name).sort())
    let largest = 0
    const isDeep = trained.length > 10
    // Every fourth tensor of ResNet-50, over convolutions, weights and biases alike, keeps the test short.
    for (const { name } of trained.filter((_, i) => trained.length < 100 || i % 4 === 0)) {
      const point = weights[name] ?? new Float64Array()
      const indices = Array.from({ length: isDeep ? 1 : 3 }, () => random.integer(point.length))
      // A small step keeps clear of the kinks of ReLU and max pooling.
      const expected = centralDifferences(lossHere, point, indices, 1e-6)
      indices.forEach((index, i) => {
        const value = gradients[name]?.[index] ?? NaN
        largest = Math.max(largest, Math.abs(value))
        expect(Math.abs(value - (expected[i] ?? NaN)), `${name}[${index}]`).toBeLessThan(
          1e-7 + 1e-5 * Math.abs(value),
        )
      })
    }
    expect(largest).toBeGreaterThan(1e-3)
  })
})

describe('forwardBackward', () => {
  const model = simpleCnn({ classes: 3, input: [1, 8, 8], hasFrozenConvolutions: true })
  const inputs = new Float64Array(2 * 64).fill(0.5)

  it('gives gradients of trained parameters only', () => {
    const result = forwardBackward(
      model,
      'softmaxCrossEntropy',
      initialWeights(model, new Random(1)),
      inputs,
      [0, 2],
      { isTraining: true },
    )
    expect(Object.keys(result.gradients)).toEqual(['fc.weight', 'fc.bias'])
    expect(result.outputs).toHaveLength(6)
  })

  it('moves running statistics in training and leaves them in evaluation', () => {
    const net: Model = {
      name: 'normalised',
      input: [1, 1, 2],
      layers: [
        { name: 'bn', kind: 'batchNorm', epsilon: 1e-5, momentum: 0.1 },
        { name: 'flatten', kind: 'flatten' },
      ],
    }
    const weights = initialWeights(net, new Random(1))
    // Mean 3 and unbiased variance 20 / 3 of 0, 2, 4, 6.
    const run = (isTraining: boolean) =>
      forwardBackward(net, 'meanSquaredError', weights, Float64Array.of(0, 2, 4, 6), [0, 0, 0, 0], {
        isTraining,
      }).buffers
    expect(run(true)['bn.running_mean']?.[0]).toBeCloseTo(0.3, 12)
    expect(run(true)['bn.running_var']?.[0]).toBeCloseTo(0.9 + 2 / 3, 12)
    expect(run(false)['bn.running_mean']).toEqual(Float64Array.of(0))
    expect(run(false)['bn.running_var']).toEqual(Float64Array.of(1))
    expect(weights['bn.running_mean']).toEqual(Float32Array.of(0))
  })

  it('names a parameter or a mask that is missing', () => {
    const missing = () =>
      forwardBackward(model, 'softmaxCrossEntropy', {}, inputs, [0, 1], { isTraining: true })
    expect(missing).toThrow(ModelError)
    expect(missing).toThrow('conv1.weight')
    const weights = initialWeights(cheating, new Random(1))
    expect(() =>
      forwardBackward(cheating, 'softmaxCrossEntropy', weights, new Float64Array(192), [0], {
        isTraining: true,
      }),
    ).toThrow('dropout1')
  })
})
