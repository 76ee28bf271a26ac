/** The highest moment of a backward pass: by hand, by allocation lists, and against a trace of PyTorch. */
import { describe, expect, it } from 'vitest'
import { backwardPeak, totalOf } from './backward-sweep.ts'
import { mlp } from './mlp.ts'
import { predictMemory, predictPeak, predictedTotal } from './memory-prediction.ts'
import type { Layer, Model } from './model.ts'
import { resnet } from './resnet.ts'

/** A tensor of a step, from the moment at which it is made through the last at which it is read. */
interface Allocation {
  readonly bytes: number
  readonly from: number
  readonly through: number
}

/** The most that is alive at one moment: an independent simulation that knows tensors and no layers. */
const highestOf = (tensors: readonly Allocation[]): number =>
  Math.max(
    ...tensors.map(({ from }) =>
      tensors
        .filter((tensor) => tensor.from <= from && from <= tensor.through)
        .reduce((sum, { bytes }) => sum + bytes, 0),
    ),
  )

const dense = (name: string, features: number): Layer => ({
  name,
  kind: 'dense',
  features,
  hasBias: true,
  weight: { kind: 'uniform-fan-in' },
})
const convolution = (name: string, filters: number): Layer => ({
  name,
  kind: 'conv2d',
  filters,
  kernel: 1,
  stride: 1,
  padding: { kind: 'valid' },
  hasBias: false,
  weight: { kind: 'he-normal-fan-out' },
})
const relu = (name: string): Layer => ({ name, kind: 'relu' })
const always = 99

describe('the highest moment of a backward pass', () => {
  it('is that of two dense layers, counted by hand', () => {
    const model: Model = {
      name: 'two layers',
      input: [3],
      layers: [dense('fc1', 4), relu('relu'), dense('fc2', 2)],
    }
    // In the ReLU: the batch 10 x 3, its output 10 x 4, the gradients of its output and input, and those of fc2.
    expect(backwardPeak(model, 10)).toEqual({
      activations: 4 * (10 * 3 + 10 * 4),
      gradients: 4 * (2 * 4 + 2),
      passing: 4 * (10 * 4 + 10 * 4),
    })
  })

  it('is that of an allocation list of a network with a block, a shortcut and normalisation', () => {
    const pixels = 16
    const model: Model = {
      name: 'block',
      input: [2, 4, 4],
      layers: [
        convolution('conv0', 3),
        relu('relu0'),
        {
          name: 'block',
          kind: 'residual',
          body: [
            convolution('conv1', 5),
            { name: 'bn1', kind: 'batchNorm', epsilon: 1e-5, momentum: 0.1 },
            relu('relu1'),
            convolution('conv2', 4),
          ],
          shortcut: [convolution('conv3', 4)],
        },
        relu('relu2'),
        { name: 'pool', kind: 'globalAveragePool' },
        dense('fc', 2),
      ],
    }
    for (const batch of [1, 2, 7, 30]) {
      const map = (channels: number) => 4 * batch * channels * pixels
      const vector = (features: number) => 4 * batch * features
      const tensors: Allocation[] = [
        // Kept by the forward pass (moment 0): batch, ReLU outputs, the input of bn1 with its statistics, averages.
        { bytes: map(2), from: 0, through: always },
        { bytes: map(3), from: 0, through: 9 },
        { bytes: map(5), from: 0, through: 6 },
        { bytes: 8 * 5, from: 0, through: 6 },
        { bytes: map(5), from: 0, through: 5 },
        { bytes: map(4), from: 0, through: 2 },
        { bytes: vector(4), from: 0, through: 1 },
        // Gradients of activations: of the output; made by fc, by the average, by relu2 (read by both ways), ...
        { bytes: vector(2), from: 0, through: 1 },
        { bytes: vector(4), from: 1, through: 1.5 },
        { bytes: map(4), from: 1.5, through: 2 },
        { bytes: map(4), from: 2, through: 4 },
        // ... by conv3, conv2, relu1, bn1, conv1, their sum, and relu0.
        { bytes: map(3), from: 3, through: 8 },
        { bytes: map(5), from: 4, through: 5 },
        { bytes: map(5), from: 5, through: 6 },
        { bytes: map(5), from: 6, through: 7 },
        { bytes: map(3), from: 7, through: 8 },
        { bytes: map(3), from: 8, through: 9 },
        { bytes: map(3), from: 9, through: 10 },
        // Gradients of parameters stay: fc, conv3, conv2, bn1, conv1, conv0.
        { bytes: 4 * (4 * 2 + 2), from: 1, through: always },
        { bytes: 4 * 3 * 4, from: 3, through: always },
        { bytes: 4 * 5 * 4, from: 4, through: always },
        { bytes: 4 * 2 * 5, from: 6, through: always },
        { bytes: 4 * 3 * 5, from: 7, through: always },
        { bytes: 4 * 2 * 3, from: 10, through: always },
      ]
      expect(totalOf(backwardPeak(model, batch))).toBe(highestOf(tensors))
    }
  })

  it('shares the gradient of a sum with a shortcut that has no layers', () => {
    const model: Model = {
      name: 'identity',
      input: [3],
      layers: [
        dense('fc0', 50),
        relu('relu0'),
        { name: 'block', kind: 'residual', body: [dense('fc1', 50)], shortcut: [] },
        relu('relu1'),
      ],
    }
    const [batch, row] = [1000, 4 * 50 * 1000]
    // Where the ways meet: batch, the output of relu0, and the gradients of the sum, of fc1's input and their sum.
    const met = 4 * 3 * batch + row + 3 * row + 4 * (50 * 50 + 50)
    expect(totalOf(backwardPeak(model, batch))).toBe(met)
  })

  it('stops at the first layer that trains', () => {
    const frozen = { ...mlp({ classes: 3 }) }
    const layers = frozen.layers.map((layer, index) =>
      layer.kind === 'dense' && index < 5 ? { ...layer, isFrozen: true } : layer,
    )
    const { gradients } = backwardPeak({ ...frozen, layers }, 4)
    expect(gradients).toBe(4 * (10 * 3 + 3))
  })
})

describe('the peak of a training step', () => {
  const peak = (depth: 18 | 152, optimizer: 'sgd' | 'momentum' | 'adam', batch: number): number =>
    predictedTotal(predictPeak(resnet({ depth, classes: 10 }), optimizer, batch)) / 1e6

  it('is PyTorch’s for ResNet-152 to a megabyte', () => {
    // From a trace of all allocations of PyTorch on a CPU, batch 8, 224 x 224.
    const traced = { sgd: 1695, momentum: 1928, adam: 2161 } as const
    for (const optimizer of ['sgd', 'momentum', 'adam'] as const)
      expect(Math.abs(peak(152, optimizer, 8) - traced[optimizer])).toBeLessThan(1)
  })

  it('is below the sum of all gradients and activations while gradients are large', () => {
    const sum = (batch: number) =>
      predictedTotal(predictMemory(resnet({ depth: 18, classes: 10 }), 'momentum', batch)) / 1e6
    expect([4, 16, 64, 256].map((batch) => Math.round(sum(batch)))).toEqual([223, 489, 1554, 5812])
    const peaks = [4, 16, 64, 256].map((batch) => peak(18, 'momentum', batch))
    expect(peaks.map(Math.round)).toEqual([214, 473, 1525, 5818])
    // At 256 images the gradients of activations, which the sum left out, weigh more than those of the parameters.
    expect(peaks[3]).toBeGreaterThan(sum(256))
  })

  it('lies in the update while the batch is small, where Adam holds another copy', () => {
    const model = resnet({ depth: 152, classes: 10, side: 32 })
    const { moment, ...held } = predictPeak(model, 'adam', 1)
    expect(moment).toBe('update')
    expect(held.gradients).toBe(held.weights)
    expect(held.temporary).toBe(held.weights)
    expect(predictPeak(model, 'sgd', 64).moment).toBe('backward pass')
  })
})
