import type { Layer } from './model.ts'

/** The chains of layers inside a layer; each receives the layer's own input. Empty for a layer that holds none. */
export function branchesOf(layer: Layer): readonly (readonly Layer[])[] {
  switch (layer.kind) {
    case 'residual':
      return [layer.body, layer.shortcut]
    case 'conv2d':
    case 'dense':
    case 'batchNorm':
    case 'maxPool':
    case 'averagePool':
    case 'dropout':
    case 'relu':
    case 'globalAveragePool':
    case 'flatten':
      return []
  }
}

/**
 * True if training changes a parameter of this layer or of one inside it. The one answer for both engines and the
 * memory prediction: below the first such layer no gradient is computed and nothing is kept.
 */
export function hasTrainedParameters(layer: Layer): boolean {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense':
    case 'batchNorm':
      return layer.isFrozen !== true
    case 'residual':
      return branchesOf(layer).some((branch) => branch.some(hasTrainedParameters))
    case 'maxPool':
    case 'averagePool':
    case 'dropout':
    case 'relu':
    case 'globalAveragePool':
    case 'flatten':
      return false
  }
}
