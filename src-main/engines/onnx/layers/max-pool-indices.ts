import type { PoolLayer } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import type { Traced } from './layer.ts'
import { isPoolOfPairs, maxOfPairs } from './max-pool-pairs.ts'
import { poolAttributes, poolShape } from './pool.ts'

/** A max pool in training: by pairs if its windows allow it, else by the indices that MaxPool gives. */
export function writeMaxPool(graph: GraphBuilder, layer: PoolLayer, input: Value): Traced {
  if (isPoolOfPairs(layer, input)) return maxOfPairs(graph, input)
  const shape = poolShape(layer, input)
  const [output, indices] = graph.split('MaxPool', [input], [shape, shape], poolAttributes(layer))
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
