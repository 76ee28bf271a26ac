import type { Conv2dLayer, Layer, Model, Padding, Shape } from './model.ts'

/** Values of one convolution: weight [filters, channels, kernel, kernel]; without a bias its bias is 0. */
export interface GivenConvolution {
  readonly weight: Float32Array
  readonly bias?: Float32Array
}

export interface SimpleCnnOptions {
  readonly classes: number
  /** Kernel side of every convolution, 7 unless told; an even one loses a pixel a layer. */
  readonly kernel?: number
  /** Filters of every convolution, 3 unless told (the wider variant: 6). */
  readonly filters?: number
  readonly pooling?: 'max' | 'average'
  /** Two convolutions before the pool and two after it instead of one and one. */
  readonly isDeeper?: boolean
  /** Initial values of the convolutions, first to last; the others are drawn. */
  readonly given?: readonly GivenConvolution[]
  /** Convolutions stay as they are; only the classifier trains. */
  readonly hasFrozenConvolutions?: boolean
  /** [1, 28, 28] unless told. */
  readonly input?: Shape
}

/** Problem 4's CNN: convolution, ReLU, 2 x 2 pool, convolution, ReLU, global average, classifier. */
export function simpleCnn(options: SimpleCnnOptions): Model {
  const pool: Layer = {
    name: 'pool',
    kind: options.pooling === 'average' ? 'averagePool' : 'maxPool',
    size: 2,
    stride: 2,
    padding: 0,
  }
  const stages = options.isDeeper === true ? [1, 2, 0, 3, 4] : [1, 0, 2]
  return {
    name: options.pooling === 'average' ? 'CNN, average pooling' : 'CNN',
    input: options.input ?? [1, 28, 28],
    layers: [
      ...stages.flatMap((stage) => (stage === 0 ? [pool] : convolution(stage, options))),
      { name: 'globalPool', kind: 'globalAveragePool' },
      {
        name: 'fc',
        kind: 'dense',
        features: options.classes,
        hasBias: true,
        weight: { kind: 'uniform-fan-in' },
      },
    ],
  }
}

function convolution(stage: number, options: SimpleCnnOptions): Layer[] {
  const kernel = options.kernel ?? 7
  const size = Math.floor((kernel - 1) / 2)
  const padding: Padding = size === 0 ? { kind: 'valid' } : { kind: 'reflect', size }
  const given = options.given?.[stage - 1]
  const layer: Conv2dLayer = {
    name: `conv${stage}`,
    kind: 'conv2d',
    filters: options.filters ?? 3,
    kernel,
    stride: 1,
    padding,
    hasBias: true,
    weight: given ? { kind: 'values', values: given.weight } : { kind: 'uniform-fan-in' },
    bias: biasOf(given),
    isFrozen: options.hasFrozenConvolutions === true,
  }
  return [layer, { name: `relu${stage}`, kind: 'relu' }]
}

function biasOf(given: GivenConvolution | undefined): NonNullable<Conv2dLayer['bias']> {
  if (!given) return { kind: 'uniform-fan-in' }
  return given.bias ? { kind: 'values', values: given.bias } : { kind: 'constant', value: 0 }
}
