import type { Layer, Shape } from './model.ts'
import { imageShape, outputShape, sizeOf, vectorLength } from './shapes.ts'

/**
 * Multiplications with an addition in one forward pass of one example, as the literature counts them:
 * convolutions and dense layers only, biases and padding's zeros not told apart. Those of a residual block are
 * its layers' own.
 */
export function multiplyAdds(layer: Layer, input: Shape): number {
  switch (layer.kind) {
    case 'conv2d':
      return sizeOf(outputShape(layer, input)) * imageShape(layer, input)[0] * layer.kernel ** 2
    case 'dense':
      return layer.features * vectorLength(layer, input)
    case 'batchNorm':
    case 'maxPool':
    case 'averagePool':
    case 'dropout':
    case 'relu':
    case 'globalAveragePool':
    case 'flatten':
    case 'residual':
      return 0
  }
}
