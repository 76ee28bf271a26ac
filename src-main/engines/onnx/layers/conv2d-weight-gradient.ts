import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'
import type { Lowering, Sliding } from './lowering.ts'

/** From this many filters on, matrix products beat the convolution with exchanged axes. */
const manyFilters = 24

/** dW [filters, channels, k, k] of a convolution for its (already reflected) image and dY. */
export function weightGradient(
  graph: GraphBuilder,
  lowering: Lowering,
  image: Value,
  gradient: Value,
  sliding: Sliding,
): Value {
  const [, filters] = imageSides(gradient)
  if (filters < manyFilters) return byExchangedAxes(graph, lowering, image, gradient, sliding)
  const { kernel, stride, padding } = sliding
  return stride === 1 && kernel === 2 * padding + 1 && kernel > 1
    ? bySharedShifts(graph, image, gradient, sliding)
    : byProducts(graph, image, gradient, sliding)
}

/**
 * Batch and channels change places: the image [channels, batch, h, w] is convolved with dY [filters, batch,
 * rows, columns] as its kernel, with the stride as dilation.
 */
export function byExchangedAxes(
  graph: GraphBuilder,
  lowering: Lowering,
  image: Value,
  gradient: Value,
  { kernel, stride, padding }: Sliding,
): Value {
  const [, channels, height, width] = imageSides(image)
  const [, filters, rows, columns] = imageSides(gradient)
  // With a stride, rows at the far end that no window reached would give kernel positions that do not exist.
  const unreached = [height, width].map(
    (side, axis) => side + 2 * padding - kernel - ((axis === 0 ? rows : columns) - 1) * stride,
  )
  const [below = 0, right = 0] = unreached
  const result = lowering.convolution(
    graph,
    { image: exchanged(graph, image), weight: exchanged(graph, gradient) },
    [channels, filters, kernel, kernel],
    {
      kernel_shape: [rows, columns],
      dilations: [stride, stride],
      pads: [padding, padding, padding, padding],
    },
  )
  const cropped =
    below > 0 || right > 0
      ? graph.node(
          'Slice',
          [result, graph.integers([0, 0]), graph.integers([kernel, kernel]), graph.integers([2, 3])],
          [channels, filters, kernel, kernel],
        )
      : result
  return exchanged(graph, cropped)
}

/** For each kernel position, dY [filters, n] times the pixels it met [channels, n], n over batch and places. */
function byProducts(
  graph: GraphBuilder,
  image: Value,
  gradient: Value,
  { kernel, stride, padding }: Sliding,
): Value {
  const [batch, channels, height, width] = imageSides(image)
  const [, filters, rows, columns] = imageSides(gradient)
  const places = batch * rows * columns
  const left = graph.reshape(exchanged(graph, gradient), [filters, places])
  const turned = exchanged(graph, image)
  const sides = [channels, batch, height + 2 * padding, width + 2 * padding]
  const padded =
    padding > 0
      ? graph.node('Pad', [turned, graph.integers([0, 0, padding, padding, 0, 0, padding, padding])], sides)
      : turned
  const products: Value[] = []
  for (let row = 0; row < kernel; row++)
    for (let column = 0; column < kernel; column++) {
      const isWhole = kernel === 1 && stride === 1 && padding === 0
      const met = isWhole
        ? padded
        : graph.node(
            'Slice',
            [
              padded,
              graph.integers([row, column]),
              graph.integers([row + (rows - 1) * stride + 1, column + (columns - 1) * stride + 1]),
              graph.integers([2, 3]),
              graph.integers([stride, stride]),
            ],
            [channels, batch, rows, columns],
          )
      const right = graph.reshape(met, [channels, places])
      const product = graph.node('Gemm', [left, right], [filters, channels], { transB: 1 })
      products.push(graph.reshape(product, [filters, channels, 1]))
    }
  const [only] = products
  const stacked =
    only && products.length === 1
      ? only
      : graph.node('Concat', products, [filters, channels, kernel * kernel], { axis: 2 })
  return graph.reshape(stacked, [filters, channels, kernel, kernel])
}

/**
 * The same where the output is as large as the image: instead of one shifted copy of the image for every kernel
 * position, dY is shifted by rows and the image by columns, k copies of each.
 */
function bySharedShifts(
  graph: GraphBuilder,
  image: Value,
  gradient: Value,
  { kernel, padding }: Sliding,
): Value {
  const [batch, channels, height, width] = imageSides(image)
  const [, filters] = imageSides(gradient)
  const places = batch * height * width
  const turnedGradient = exchanged(graph, gradient)
  const turnedImage = exchanged(graph, image)
  const byRows: Value[] = []
  const byColumns: Value[] = []
  for (let offset = -padding; offset <= padding; offset++) {
    const down = shifted(graph, turnedGradient, [filters * batch, height * width], offset * width)
    byRows.push(graph.reshape(down, [filters, places]))
    const aside = shifted(graph, turnedImage, [channels * batch * height, width], -offset)
    byColumns.push(graph.reshape(aside, [channels, places]))
  }
  // One product of everything with everything: [k, filters] by [k, channels].
  const left = graph.node('Concat', byRows, [kernel * filters, places], { axis: 0 })
  const right = graph.node('Concat', byColumns, [kernel * channels, places], { axis: 0 })
  const product = graph.node('Gemm', [left, right], [kernel * filters, kernel * channels], { transB: 1 })
  // In two steps, whole rows first and then one axis, which is faster than all axes in one.
  const byFilter = graph.transpose(graph.reshape(product, [kernel, filters, kernel, channels]), [1, 0, 2, 3])
  const area = kernel * kernel
  const turned = graph.transpose(graph.reshape(byFilter, [filters, area, channels]), [0, 2, 1])
  return graph.reshape(turned, [filters, channels, kernel, kernel])
}

/** Each row of `value` seen as `shape` moved by `distance` places, zeros coming in. */
function shifted(graph: GraphBuilder, value: Value, shape: readonly number[], distance: number): Value {
  if (distance === 0) return value
  return graph.node('Pad', [graph.reshape(value, shape), graph.integers([0, distance, 0, -distance])], shape)
}

/** The first two axes exchanged; where one of them is 1 that takes no work. */
function exchanged(graph: GraphBuilder, value: Value): Value {
  const [first, second, ...rest] = value.shape
  if (first === undefined || second === undefined) return value
  return first === 1 || second === 1
    ? graph.reshape(value, [second, first, ...rest])
    : graph.transpose(value, [1, 0, 2, 3])
}
