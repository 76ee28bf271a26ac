import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'
import type { Lowering, Sliding } from './lowering.ts'
import { byPatches, shiftedPatches, slicedPatches } from './conv2d-patches.ts'
import { exchanged, shifted } from './moves.ts'
import { sliced } from './sliding-windows.ts'

/** From this many filters on, matrix products beat the convolution with exchanged axes. */
const manyFilters = 8

/** Values copied whole that take as long as moving one number of a transposed gradient. */
const copiesPerMoved = 4

/** dW [filters, channels, k, k] of a convolution for its (already reflected) image and dY. */
export function weightGradient(
  graph: GraphBuilder,
  lowering: Lowering,
  image: Value,
  gradient: Value,
  sliding: Sliding,
): Value {
  const [batch, filters, rows, columns] = imageSides(gradient)
  if (filters < manyFilters) return byExchangedAxes(graph, lowering, image, gradient, sliding)
  const { kernel, stride, padding } = sliding
  if (stride !== 1 || kernel !== 2 * padding + 1 || kernel === 1)
    return byPatches(graph, gradient, slicedPatches(graph, image, gradient, sliding), kernel)
  const [, channels] = imageSides(image)
  const places = batch * rows * columns
  const patched = kernel * kernel * channels * places
  const shared =
    kernel * (filters + channels) * places + copiesPerMoved * kernel * kernel * filters * channels
  return patched <= shared
    ? byPatches(graph, gradient, shiftedPatches(graph, image, sliding), kernel)
    : bySharedShifts(graph, image, gradient, sliding)
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
    [channels, filters, kernel + below, kernel + right],
    {
      kernel_shape: [rows, columns],
      dilations: [stride, stride],
      pads: [padding, padding, padding, padding],
    },
  )
  const kept = { from: 0, count: kernel }
  return exchanged(graph, sliced(graph, result, { 2: kept, 3: kept }))
}

/**
 * Where the output is as large as the image: instead of one shifted copy of the image for every kernel
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
