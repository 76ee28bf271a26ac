import type { PoolLayer } from '#models/model.ts'
import { outputShape, sizeOf } from '#models/shapes.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides, type LayerWriter } from './layer.ts'
import { isPoolOfPairs, maxOfPairs } from './max-pool-pairs.ts'
import { backThroughSides, windowMeans } from './sides.ts'

/** Means of windows; a linear map of rows and columns, and so is its gradient. */
export const averagePool: LayerWriter<PoolLayer> = ({ graph }, layer, input) => {
  const [batch, , height, width] = imageSides(input)
  const { size, stride } = layer
  return {
    output: graph.node('AveragePool', [input], [batch, ...outputShape(layer, input.shape.slice(1))], {
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
export const maxPool: LayerWriter<PoolLayer> = ({ graph, isTraining }, layer, input) => {
  const { size, stride, padding } = layer
  const [batch] = input.shape
  const shape = [batch ?? 1, ...outputShape(layer, input.shape.slice(1))]
  const attributes = {
    kernel_shape: [size, size],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  }
  if (!isTraining) return { output: graph.node('MaxPool', [input], shape, attributes), backward: () => null }
  if (isPoolOfPairs(size, stride, padding, input)) return maxOfPairs(graph, input)
  const [output, indices] = graph.split('MaxPool', [input], [shape, shape], attributes)
  if (!output || !indices) throw new TypeError('A MaxPool node has two outputs.')
  return {
    output,
    backward: (gradient, isInputWanted) =>
      isInputWanted ? scatter(graph, gradient, indices, input.shape) : null,
  }
}

/** Adds each value to the place of a zero tensor its index names; overlapping windows may share a place. */
function scatter(graph: GraphBuilder, values: Value, indices: Value, shape: readonly number[]): Value {
  const total = sizeOf(shape)
  const zeros = graph.node('ConstantOfShape', [graph.integers([total])], [total])
  const count = [sizeOf(values.shape)]
  const flat = graph.node(
    'ScatterElements',
    [zeros, graph.reshape(indices, count), graph.reshape(values, count)],
    [total],
    { axis: 0, reduction: 'add' },
  )
  return graph.reshape(flat, shape)
}
