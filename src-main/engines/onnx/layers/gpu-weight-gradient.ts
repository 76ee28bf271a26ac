import type { GraphBuilder, Value } from '../graph-builder.ts'
import { byExchangedAxes } from './conv2d-weight-gradient.ts'
import { imageSides } from './layer.ts'
import type { Lowering, Sliding } from './lowering.ts'

/** Sides of the piece of a product that a group of threads computes, as onnxruntime's shaders have it. */
const tile = 32
/** With fewer pieces than this, most of a GPU has nothing to do. */
const enoughTiles = 64

/** dW of a convolution: products of pixels for kernels of 1 x 1, else the convolution of exchanged axes. */
export function weightGradientOnGpu(
  graph: GraphBuilder,
  lowering: Lowering,
  image: Value,
  gradient: Value,
  sliding: Sliding,
): Value {
  const { kernel, stride, padding } = sliding
  if (kernel > 1 || padding > 0) return byExchangedAxes(graph, lowering, image, gradient, sliding)
  const [batch, channels] = imageSides(image)
  const [, filters, rows, columns] = imageSides(gradient)
  const met = stride === 1 ? image : everyNth(graph, image, stride, [rows, columns])
  const area = rows * columns
  const pixels = graph.transpose(graph.reshape(met, [batch, channels, area]), [0, 2, 1])
  const tiles = Math.ceil(filters / tile) * Math.ceil(channels / tile)
  const shape = [filters, channels, 1, 1]
  if (tiles >= enoughTiles || batch === 1) {
    const left = graph.transpose(graph.reshape(gradient, [batch, filters, area]), [1, 0, 2])
    const product = graph.node(
      'MatMul',
      [graph.reshape(left, [filters, batch * area]), graph.reshape(pixels, [batch * area, channels])],
      [filters, channels],
    )
    return graph.reshape(product, shape)
  }
  // One product an image, so that there are enough; then their sum.
  const products = graph.node(
    'MatMul',
    [graph.reshape(gradient, [batch, filters, area]), pixels],
    [batch, filters, channels],
  )
  const sum = graph.sum(graph.reshape(products, [batch, filters * channels]), [0])
  return graph.reshape(sum, shape)
}

/** Every `stride`-th row and column of images, as many as `sides` says. */
function everyNth(
  graph: GraphBuilder,
  image: Value,
  stride: number,
  [rows, columns]: readonly [number, number],
): Value {
  const [batch, channels] = imageSides(image)
  return graph.node(
    'Slice',
    [
      image,
      graph.integers([0, 0]),
      graph.integers([(rows - 1) * stride + 1, (columns - 1) * stride + 1]),
      graph.integers([2, 3]),
      graph.integers([stride, stride]),
    ],
    [batch, channels, rows, columns],
  )
}
