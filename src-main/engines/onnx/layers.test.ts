import { describe, expect, test } from 'vitest'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import { initialWeights } from '#models/initial-weights.ts'
import { mlp } from '#models/mlp.ts'
import type { Conv2dLayer, Layer, Loss, Model, Padding, PoolLayer } from '#models/model.ts'
import { forwardBackward } from '#models/reference-network.ts'
import { resnet } from '#models/resnet.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { Random } from '#numeric/random.ts'
import { inOrder, openSession, randomExamples, relativeError, withHead } from './engine.testing.ts'

/** Gradients and evaluation outputs of a float32 engine against the float64 reference. */
async function expectAgreement(
  model: Model,
  tolerance = 2e-5,
  loss: Loss = 'softmaxCrossEntropy',
): Promise<void> {
  const weights = initialWeights(model, new Random(2))
  const examples = randomExamples(model, loss, 5)
  const session = await openSession(model, { loss })
  const gradients = await session.gradients(examples, inOrder(5))
  const evaluation = await session.evaluate(examples)
  await session.dispose()
  const { inputs, targets } = examples
  const reference = forwardBackward(model, loss, weights, inputs, targets, { isTraining: true })
  expect(Object.keys(gradients).sort()).toEqual(Object.keys(reference.gradients).sort())
  for (const [name, wanted] of Object.entries(reference.gradients))
    expect(relativeError(gradients[name] ?? [], wanted), name).toBeLessThan(tolerance)
  const still = forwardBackward(model, loss, weights, inputs, targets, { isTraining: false })
  expect(relativeError(evaluation.outputs, still.outputs)).toBeLessThan(tolerance)
  expect(evaluation.loss).toBeCloseTo(still.loss, 4)
}

const conv = (
  name: string,
  filters: number,
  kernel: number,
  stride: number,
  padding: Padding,
): Conv2dLayer => ({
  name,
  kind: 'conv2d',
  filters,
  kernel,
  stride,
  padding,
  hasBias: true,
  weight: { kind: 'uniform-fan-in' },
})
const first = conv('first', 4, 3, 1, { kind: 'zero', size: 1 })
const relu: Layer = { name: 'relu', kind: 'relu' }
const pool = (kind: PoolLayer['kind'], size: number, stride: number, padding: number): PoolLayer => ({
  name: 'pool',
  kind,
  size,
  stride,
  padding,
})
const norm = (name: string): Layer => ({ name, kind: 'batchNorm', epsilon: 1e-5, momentum: 0.1 })

describe('gradients of each layer agree with the float64 reference', () => {
  // A convolution in front makes each layer pass a gradient on as well.
  const paddings: Padding[] = [{ kind: 'valid' }, { kind: 'zero', size: 1 }, { kind: 'reflect', size: 2 }]
  for (const padding of paddings)
    for (const stride of [1, 2, 3])
      for (const [filters, kernel] of [
        [2, 5],
        [5, 3],
        [30, 3],
        [30, 2],
        [2, 4],
      ] as const)
        test(`conv2d: ${filters} filters of ${kernel}, stride ${stride}, ${padding.kind}`, async () => {
          await expectAgreement(
            withHead([2, 9, 10], [first, conv('tested', filters, kernel, stride, padding)]),
          )
        })

  test('conv2d of 1 x 1, as shortcuts have', async () => {
    for (const stride of [1, 2])
      for (const filters of [3, 30])
        await expectAgreement(
          withHead([2, 8, 8], [first, conv('tested', filters, 1, stride, { kind: 'valid' })]),
        )
  })

  // By patches, by shared shifts, and with the input's gradient by columns; kernels larger than the image as well.
  for (const [channels, filters, kernel, height, width] of [
    [3, 12, 3, 9, 10],
    [30, 8, 3, 9, 10],
    [20, 9, 5, 7, 6],
    [4, 64, 3, 2, 1],
    [4, 300, 5, 2, 3],
    [4, 300, 7, 1, 2],
    [4, 80, 1, 2, 2],
  ] as const)
    test(`conv2d: ${filters} filters of ${kernel} on ${channels} x ${height} x ${width}, zeros around`, async () => {
      const padding = { kind: 'zero', size: (kernel - 1) / 2 } as const
      const before = conv('first', channels, 3, 1, { kind: 'zero', size: 1 })
      await expectAgreement(
        withHead([2, height, width], [before, conv('tested', filters, kernel, 1, padding)]),
      )
    })

  for (const [size, stride, padding, side] of [
    [2, 2, 0, 8],
    [2, 2, 0, 9],
    [3, 2, 1, 8],
    [3, 1, 0, 7],
  ] as const)
    test(`maxPool of ${size}, stride ${stride}, padding ${padding}, side ${side}`, async () => {
      await expectAgreement(withHead([2, side, side], [first, pool('maxPool', size, stride, padding)]))
    })

  for (const [size, stride, side] of [
    [2, 2, 9],
    [3, 2, 8],
    [3, 4, 9],
  ] as const)
    test(`averagePool of ${size}, stride ${stride}, side ${side}`, async () => {
      await expectAgreement(withHead([2, side, side], [first, pool('averagePool', size, stride, 0)]))
    })

  test('of equal values a pool gives the gradient to the first in reading order', async () => {
    const model = withHead(
      [1, 4, 4],
      [{ ...first, weight: { kind: 'constant', value: 0 } }, pool('maxPool', 2, 2, 0)],
    )
    await expectAgreement(model)
  })

  for (const kind of ['maxPool', 'averagePool'] as const)
    for (const [padding, stride, side] of [
      [{ kind: 'reflect', size: 2 }, 1, 8],
      [{ kind: 'valid' }, 1, 8],
      [{ kind: 'reflect', size: 2 }, 2, 8],
      [{ kind: 'reflect', size: 2 }, 1, 9],
    ] as const)
      test(`few filters, relu and ${kind}, stride ${stride}, ${padding.kind}, side ${side}`, async () => {
        const tested = conv('tested', 3, 5, stride, padding)
        const layers = [first, tested, relu, pool(kind, 2, 2, 0)]
        await expectAgreement(withHead([2, side, side], layers))
        await expectAgreement(withHead([2, side, side], layers.with(1, { ...tested, isFrozen: true })))
        // All outputs of a filter are equal.
        const weight = { kind: 'constant', value: 0 } as const
        await expectAgreement(withHead([2, side, side], layers.with(1, { ...tested, weight })))
      })

  test('relu, batchNorm, globalAveragePool and mean squared error', async () => {
    const model = withHead(
      [2, 6, 6],
      [first, norm('norm'), relu, { name: 'mean', kind: 'globalAveragePool' }],
    )
    await expectAgreement(model)
    await expectAgreement(model, 2e-5, 'meanSquaredError')
  })

  test('residual blocks with and without a convolution in the shortcut', async () => {
    const body: Layer[] = [conv('a', 4, 3, 1, { kind: 'zero', size: 1 }), norm('b'), relu]
    const wide: Layer[] = [conv('c', 6, 3, 2, { kind: 'zero', size: 1 }), norm('d')]
    await expectAgreement(
      withHead(
        [2, 8, 8],
        [
          first,
          { name: 'identity', kind: 'residual', body, shortcut: [] },
          {
            name: 'projection',
            kind: 'residual',
            body: wide,
            shortcut: [conv('e', 6, 1, 2, { kind: 'valid' }), norm('f')],
          },
        ],
      ),
    )
  })

  test('frozen layers get none, and nothing below the first trained layer is computed', async () => {
    const model = simpleCnn({ classes: 3, hasFrozenConvolutions: true })
    await expectAgreement(model)
    const between = withHead(
      [2, 6, 6],
      [first, { ...conv('still', 4, 3, 1, { kind: 'valid' }), isFrozen: true }],
    )
    await expectAgreement(between)
  })
})

describe('gradients of the whole networks agree with the float64 reference', () => {
  test('simple CNN', () => expectAgreement(simpleCnn({ classes: 3 })))
  test('simple CNN, deeper, average pooling', () =>
    expectAgreement(simpleCnn({ classes: 5, pooling: 'average', isDeeper: true, kernel: 5 })))
  test('MLP', () => expectAgreement(mlp({ classes: 3 })))
  test('cheating-pixel CNN', () => expectAgreement(cheatingCnn({ dropRate: 0, input: [3, 16, 16] })))
  test('ResNet-18, CIFAR form', () =>
    expectAgreement(resnet({ depth: 18, classes: 10, form: 'cifar', side: 16, width: 8 }), 1e-4))
})
