import type { Layer, LayerKind, Shape } from './model.ts'

const weight = { kind: 'uniform-fan-in' } as const
const image: Shape = [2, 6, 6]

/** A layer of each kind with an input that it takes; the compiler asks for one of a new kind. */
export const layerOfEachKind: {
  readonly [Kind in LayerKind]: { readonly layer: Layer & { readonly kind: Kind }; readonly input: Shape }
} = {
  conv2d: {
    layer: {
      ...{ kind: 'conv2d', name: 'conv', filters: 3, kernel: 3, stride: 1, hasBias: true, weight },
      padding: { kind: 'valid' },
    },
    input: image,
  },
  dense: { layer: { kind: 'dense', name: 'dense', features: 3, hasBias: true, weight }, input: [5] },
  batchNorm: { layer: { kind: 'batchNorm', name: 'norm', epsilon: 1e-5, momentum: 0.1 }, input: image },
  maxPool: { layer: { kind: 'maxPool', name: 'pool', size: 2, stride: 2, padding: 0 }, input: image },
  averagePool: { layer: { kind: 'averagePool', name: 'pool', size: 2, stride: 2, padding: 0 }, input: image },
  dropout: { layer: { kind: 'dropout', name: 'dropout', rate: 0.5 }, input: image },
  relu: { layer: { kind: 'relu', name: 'relu' }, input: image },
  globalAveragePool: { layer: { kind: 'globalAveragePool', name: 'pool' }, input: image },
  flatten: { layer: { kind: 'flatten', name: 'flatten' }, input: image },
  residual: {
    layer: {
      kind: 'residual',
      name: 'block',
      body: [{ kind: 'batchNorm', name: 'block.norm', epsilon: 1e-5, momentum: 0.1 }],
      shortcut: [],
    },
    input: image,
  },
}
