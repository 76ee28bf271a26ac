import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { mean, standardDeviation } from '#numeric/statistics.ts'
import { cheatingCnn } from './cheating-cnn.ts'
import { initialWeights } from './initial-weights.ts'
import { mlp } from './mlp.ts'
import { ModelError } from './model.ts'
import { parametersOf } from './parameters.ts'
import { resnet } from './resnet.ts'
import { sizeOf } from './shapes.ts'
import { simpleCnn } from './simple-cnn.ts'

const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs))

describe('initial weights', () => {
  it('fill every declared parameter with its number of values', () => {
    const model = resnet({ depth: 50, classes: 3, form: 'cifar', width: 4 })
    const weights = initialWeights(model, new Random(1))
    const declared = parametersOf(model)
    expect(Object.keys(weights)).toEqual(declared.map(({ name }) => name))
    for (const { name, shape } of declared) expect(weights[name]).toHaveLength(sizeOf(shape))
  })

  it("are uniform within PyTorch's bound for convolutions, dense layers and their biases", () => {
    const weights = initialWeights(mlp({ classes: 3 }), new Random(2))
    const bound = 1 / 28
    const first = weights['fc1.weight'] ?? []
    expect(largest(first)).toBeLessThanOrEqual(Math.fround(bound))
    expect(largest(first)).toBeGreaterThan(0.999 * bound)
    // 39 200 draws: five standard errors of the mean, and the deviation of a uniform number, bound / sqrt 3.
    const deviation = bound / Math.sqrt(3)
    expect(Math.abs(mean(first))).toBeLessThan((5 * deviation) / Math.sqrt(first.length))
    expect(standardDeviation(first) / deviation).toBeCloseTo(1, 1)
    expect(largest(weights['fc1.bias'] ?? [])).toBeLessThanOrEqual(Math.fround(bound))
    expect(largest(weights['fc1.bias'] ?? [])).toBeGreaterThan(0.8 * bound)
    const convolutions = initialWeights(cheatingCnn({ dropRate: 0 }), new Random(2))
    expect(largest(convolutions['conv2.weight'] ?? [])).toBeGreaterThan(0.99 / 12)
    expect(largest(convolutions['conv2.weight'] ?? [])).toBeLessThanOrEqual(Math.fround(1 / 12))
  })

  it('are normal by fan out in a ResNet, with weight 1 and bias 0 in batch normalisation', () => {
    const weights = initialWeights(resnet({ depth: 18, classes: 10, form: 'cifar' }), new Random(3))
    const values = weights['layer2.0.conv1.weight'] ?? []
    const deviation = Math.sqrt(2 / (128 * 9)) // fan out; fan in would be twice the variance
    expect(standardDeviation(values) / deviation).toBeCloseTo(1, 1)
    expect(Math.abs(mean(values))).toBeLessThan((5 * deviation) / Math.sqrt(values.length))
    const within = Array.from(values).filter((value) => Math.abs(value) < deviation).length
    expect(within / values.length).toBeCloseTo(0.6827, 2)
    for (const [part, value] of Object.entries({ weight: 1, bias: 0, running_mean: 0, running_var: 1 }))
      expect(weights[`bn1.${part}`]).toEqual(new Float32Array(64).fill(value))
  })

  it('repeat for a seed, differ for another, and do not depend on the other layers', () => {
    const small = simpleCnn({ classes: 3 })
    const first = initialWeights(small, new Random(5))
    expect(initialWeights(small, new Random(5))).toEqual(first)
    expect(initialWeights(small, new Random(6))['conv1.weight']).not.toEqual(first['conv1.weight'])
    const deeper = initialWeights(simpleCnn({ classes: 3, isDeeper: true }), new Random(5))
    expect(deeper['conv2.weight']).toEqual(first['conv2.weight'])
    expect(deeper['fc.weight']).toEqual(first['fc.weight'])
    expect(first['conv1.bias']).not.toEqual(first['conv2.bias'])
  })

  it('copy given kernels and refuse a wrong number of them', () => {
    const weight = Float32Array.from({ length: 147 }, (_, i) => i)
    const given = (values: Float32Array) =>
      initialWeights(
        simpleCnn({ classes: 3, given: [{ weight: values }], hasFrozenConvolutions: true }),
        new Random(1),
      )
    const weights = given(weight)
    expect(weights['conv1.weight']).toEqual(weight)
    expect(weights['conv1.weight']).not.toBe(weight)
    expect(weights['conv1.bias']).toEqual(new Float32Array(3))
    expect(() => given(weight.subarray(1))).toThrow(ModelError)
    expect(() => given(weight.subarray(1))).toThrow('"conv1.weight" has 147 values but is given 146')
  })
})
