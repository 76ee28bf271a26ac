import { cheatingCnn } from '#models/cheating-cnn.ts'
import { mlp } from '#models/mlp.ts'
import type { Conv2dLayer, DenseLayer, Layer, Loss, Model, PoolLayer, Shape } from '#models/model.ts'
import { resnet } from '#models/resnet.ts'
import { simpleCnn } from '#models/simple-cnn.ts'

const drawn = { kind: 'uniform-fan-in' } as const

export function conv(name: string, given: Partial<Conv2dLayer> = {}): Conv2dLayer {
  return {
    kind: 'conv2d',
    name,
    filters: 3,
    kernel: 3,
    stride: 1,
    padding: { kind: 'valid' },
    hasBias: true,
    weight: drawn,
    ...given,
  }
}

export const dense = (name: string, features: number, given: Partial<DenseLayer> = {}): DenseLayer => ({
  kind: 'dense',
  name,
  features,
  hasBias: true,
  weight: drawn,
  ...given,
})

export const batchNorm = (name: string): Layer => ({ kind: 'batchNorm', name, epsilon: 1e-5, momentum: 0.1 })

const pool = (kind: PoolLayer['kind'], size: number, stride: number, padding = 0): PoolLayer => ({
  kind,
  name: 'tested',
  size,
  stride,
  padding,
})
const zero = (size: number): Conv2dLayer['padding'] => ({ kind: 'zero', size })
const reflect = (size: number): Conv2dLayer['padding'] => ({ kind: 'reflect', size })

export interface LayerCase {
  readonly title: string
  readonly model: Model
  readonly loss: Loss
}

/**
 * The tested layers between a convolution, whose gradient needs the one on their input, and a dense layer. The
 * image is not square, so that a height taken for a width shows.
 */
function between(
  title: string,
  layers: readonly Layer[],
  { input = [2, 7, 6] as Shape, loss = 'softmaxCrossEntropy' as Loss } = {},
): LayerCase {
  const isPooled = layers.some(({ kind }) => kind === 'globalAveragePool')
  return {
    title,
    loss,
    model: {
      name: title,
      input,
      layers: [
        conv('before', { filters: 4, kernel: 1 }),
        ...layers,
        ...(isPooled ? [] : [{ kind: 'flatten', name: 'flatten' } as const]),
        dense('after', 3),
      ],
    },
  }
}

/** Every layer kind in every form the models use, and the odd sizes at which kernels go wrong. */
export const layerCases: readonly LayerCase[] = [
  between('conv 3x3 valid', [conv('tested')]),
  between('conv 3x3 zero padding', [conv('tested', { padding: zero(1) })]),
  between('conv 5x5 reflect padding', [conv('tested', { kernel: 5, padding: reflect(2) })]),
  between('conv 4x4 reflect padding 1', [conv('tested', { kernel: 4, padding: reflect(1) })]),
  between('conv 2x2 valid', [conv('tested', { kernel: 2 })]),
  between('conv 1x1', [conv('tested', { kernel: 1 })]),
  between('conv 1x1 stride 2', [conv('tested', { kernel: 1, stride: 2 })]),
  between('conv 3x3 stride 2 zero padding', [conv('tested', { stride: 2, padding: zero(1) })]),
  between('conv 3x3 stride 2 on odd sides', [conv('tested', { stride: 2, padding: zero(1) })], {
    input: [2, 9, 7],
  }),
  between('conv 3x3 stride 2 valid', [conv('tested', { stride: 2 })]),
  between('conv 7x7 stride 2 zero padding', [conv('tested', { kernel: 7, stride: 2, padding: zero(3) })], {
    input: [3, 12, 10],
  }),
  between('conv without bias', [conv('tested', { hasBias: false, padding: zero(1) })]),
  between('conv of many channels', [conv('tested', { filters: 24, padding: zero(1) })], {
    input: [16, 6, 6],
  }),
  between('conv of six channels to four filters', [
    conv('six', { filters: 6, kernel: 1 }),
    conv('tested', { filters: 4, padding: zero(1) }),
  ]),
  between('frozen conv', [conv('tested', { isFrozen: true, padding: zero(1) })]),
  between('batch norm', [batchNorm('tested')]),
  between('batch norm, then ReLU', [batchNorm('tested'), { kind: 'relu', name: 'relu' }]),
  between('ReLU', [{ kind: 'relu', name: 'tested' }]),
  between('max pool 2x2', [pool('maxPool', 2, 2)], { input: [2, 8, 6] }),
  between('max pool 2x2 on odd sides', [pool('maxPool', 2, 2)], { input: [2, 7, 5] }),
  between('max pool 3x3 stride 2 padding 1', [pool('maxPool', 3, 2, 1)], { input: [2, 8, 7] }),
  between('max pool 3x3 stride 2', [pool('maxPool', 3, 2)], { input: [2, 9, 7] }),
  between('average pool 2x2', [pool('averagePool', 2, 2)], { input: [2, 8, 6] }),
  between('average pool 2x2 on odd sides', [pool('averagePool', 2, 2)], { input: [2, 7, 5] }),
  between('average pool 3x3 stride 2', [pool('averagePool', 3, 2)], { input: [2, 9, 8] }),
  between('global average pool', [{ kind: 'globalAveragePool', name: 'tested' }]),
  between('flatten', []),
  between('dropout at rate 0', [{ kind: 'dropout', name: 'tested', rate: 0 }]),
  between('residual, identity', [
    {
      kind: 'residual',
      name: 'tested',
      body: [conv('body', { filters: 4, padding: zero(1) })],
      shortcut: [],
    },
  ]),
  between('residual, projection', [
    {
      kind: 'residual',
      name: 'tested',
      body: [conv('body', { stride: 2, padding: zero(1) }), batchNorm('bn'), { kind: 'relu', name: 'relu' }],
      shortcut: [conv('projection', { kernel: 1, stride: 2, hasBias: false }), batchNorm('bn2')],
    },
  ]),
  {
    title: 'dense without bias',
    loss: 'softmaxCrossEntropy',
    model: {
      name: 'two dense layers',
      input: [6],
      layers: [dense('before', 5, { hasBias: false }), { kind: 'relu', name: 'relu' }, dense('after', 3)],
    },
  },
  between('mean squared error', [conv('tested')], { loss: 'meanSquaredError' }),
  {
    title: 'dense on a vector, squared error',
    loss: 'meanSquaredError',
    model: { name: 'line', input: [5], layers: [dense('tested', 2)] },
  },
]

const resnet18 = resnet({ depth: 18, classes: 10, form: 'cifar', side: 16, width: 4 })

/** The five families of the lab at sizes a float64 reference can follow; no dropout, whose masks engines draw. */
export const families: readonly Model[] = [
  simpleCnn({ classes: 3, kernel: 5, input: [1, 12, 12] }),
  simpleCnn({ classes: 3, kernel: 3, pooling: 'average', input: [1, 10, 10] }),
  mlp({ classes: 3, hidden: [20, 10], input: [1, 8, 8] }),
  cheatingCnn({ dropRate: 0, input: [3, 8, 8] }),
  resnet18,
]

/** Its 53 batch norms magnify rounding until curves part within a few steps; its gradients can be compared. */
export const deepest: Model = resnet({ depth: 50, classes: 5, form: 'cifar', side: 16, width: 4 })

/**
 * Batch norms, an identity and a projected shortcut in two blocks of ResNet-18, for the checks that train it over and
 * over: on a GPU in software a graph of all eight blocks takes half a minute.
 */
export const shortResnet: Model = {
  ...resnet18,
  name: 'two blocks of ResNet-18',
  layers: resnet18.layers.filter(({ name }) => !/^layer([34]\.|[12]\.1)/.test(name)),
}
