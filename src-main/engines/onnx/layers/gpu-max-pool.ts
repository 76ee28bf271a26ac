import type { PoolLayer } from '#models/model.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides, type Traced } from './layer.ts'
import { poolAttributes, poolShape } from './pool.ts'
import { padded } from './sliding-windows.ts'

/** Stands for the -infinity around the image: a product with 0 stays 0. */
const nearlyMinusInfinity = -3e38

/**
 * A max pool in training without indices. Backward, a convolution with one filter for each place in the window lays
 * the windows out as channels; the first of them that equals the maximum takes the gradient, and the transposed
 * convolution puts it back.
 */
export function writeMaxPoolOnGpu(graph: GraphBuilder, layer: PoolLayer, input: Value): Traced {
  const output = graph.node('MaxPool', [input], poolShape(layer, input), poolAttributes(layer))
  return {
    output,
    backward: (gradient, isInputWanted) =>
      isInputWanted ? backward(graph, layer, input, output, gradient) : null,
  }
}

function backward(
  graph: GraphBuilder,
  { size, stride, padding }: PoolLayer,
  input: Value,
  output: Value,
  gradient: Value,
): Value {
  const [batch, channels, height, width] = imageSides(input)
  const [, , rows, columns] = imageSides(output)
  const planes = batch * channels
  const places = size * size
  const each = [planes, 1, rows, columns]
  const all = [planes, places, rows, columns]
  const window = { kernel_shape: [size, size], strides: [stride, stride] }
  const filters = graph.constant('float32', [places, 1, size, size], identity(places))
  const around = { before: padding, after: padding }
  const plane = padded(
    graph,
    graph.reshape(input, [planes, 1, height, width]),
    { 2: around, 3: around },
    graph.scalar(nearlyMinusInfinity),
  )
  const windows = graph.node('Conv', [plane, filters], all, window)
  const isMaximum = graph.node('Equal', [windows, graph.reshape(output, each)], all)
  // Numbered backwards, so that the first is the largest of those that equal the maximum.
  const numbers = Float32Array.from({ length: places }, (_, place) => places - place)
  const numbered = graph.node(
    'Where',
    [isMaximum, graph.constant('float32', [1, places, 1, 1], numbers), graph.scalar(0)],
    all,
  )
  const first = graph.node('ReduceMax', [numbered], each, { axes: [1], keepdims: 1 })
  const isFirst = graph.node('Equal', [graph.constant('float32', [1, places, 1, 1], numbers), first], all)
  const shares = graph.node('Where', [isFirst, graph.reshape(gradient, each), graph.scalar(0)], all)
  const unreached = [height, width].map(
    (side, axis) => side + 2 * padding - size - ((axis === 0 ? rows : columns) - 1) * stride,
  )
  const back = graph.node('ConvTranspose', [shares, filters], [planes, 1, height, width], {
    ...window,
    pads: [padding, padding, padding, padding],
    output_padding: unreached,
  })
  return graph.reshape(back, input.shape)
}

/** Row after row. */
function identity(size: number): Float32Array {
  const values = new Float32Array(size * size)
  for (let i = 0; i < size; i++) values[i * size + i] = 1
  return values
}
