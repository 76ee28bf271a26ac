import type { PoolLayer } from '#models/model.ts'
import { outputShape } from '#models/shapes.ts'
import type { Attributes, Value } from '../graph-builder.ts'
import { imageSides, type LayerWriter } from './layer.ts'
import { backThroughSides, windowMeans } from './sides.ts'

/** Means of windows; a linear map of rows and columns, and so is its gradient. */
export const averagePool: LayerWriter<PoolLayer> = ({ graph }, layer, input) => {
  const [, , height, width] = imageSides(input)
  const { size, stride } = layer
  return {
    output: graph.node('AveragePool', [input], poolShape(layer, input), {
      kernel_shape: [size, size],
      strides: [stride, stride],
    }),
    backward: (gradient, isInputWanted) =>
      isInputWanted
        ? backThroughSides(
            graph,
            gradient,
            windowMeans(height, size, stride),
            windowMeans(width, size, stride),
          )
        : null,
  }
}

/** Maxima of windows; the gradient of each goes to where its maximum was, the first one if several are equal. */
export const maxPool: LayerWriter<PoolLayer> = ({ graph, isTraining, lowering }, layer, input) => {
  if (isTraining) return lowering.maxPool(graph, layer, input)
  return {
    output: graph.node('MaxPool', [input], poolShape(layer, input), poolAttributes(layer)),
    backward: () => null,
  }
}

/** [batch, channels, rows, columns] of a pool's output. */
export const poolShape = (layer: PoolLayer, input: Value): number[] => [
  input.shape[0] ?? 1,
  ...outputShape(layer, input.shape.slice(1)),
]

/** Of the operator MaxPool. */
export const poolAttributes = ({ size, stride, padding }: PoolLayer): Attributes => ({
  kernel_shape: [size, size],
  strides: [stride, stride],
  pads: [padding, padding, padding, padding],
})
