import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'
import { byColumns } from './conv2d-columns.ts'
import type { Lowering, Sliding } from './lowering.ts'

/** With fewer values of a column for each filter, moving these takes less than turning the kernels. */
const valuesPerFilter = 4

/**
 * dX of a convolution, with the shape of `image`. Stride 1: the convolution of dY with the kernels turned by 180
 * degrees and input and output channels exchanged, which is faster here than ConvTranspose.
 */
export function inputGradient(
  graph: GraphBuilder,
  lowering: Lowering,
  gradient: Value,
  weight: Value,
  image: Value,
  { kernel, stride, padding }: Sliding,
): Value {
  const [batch, filters, rows, columns] = imageSides(gradient)
  const [, , height, width] = imageSides(image)
  const isSame = stride === 1 && kernel === 2 * padding + 1
  const places = batch * rows * columns
  if (isSame && lowering.hasColumns && kernel * kernel * places < valuesPerFilter * filters)
    return byColumns(graph, gradient, weight)
  const around = kernel - 1 - padding
  if (stride === 1 && around >= 0)
    return lowering.convolution(graph, { image: gradient, weight: turned(graph, weight) }, image.shape, {
      kernel_shape: [kernel, kernel],
      pads: [around, around, around, around],
    })
  // Rows and columns at the far end that no window reached.
  const unreached = [height, width].map(
    (side, axis) => side - (((axis === 0 ? rows : columns) - 1) * stride + kernel - 2 * padding),
  )
  return graph.node('ConvTranspose', [gradient, weight], image.shape, {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
    output_padding: unreached,
  })
}

/** [filters, channels, k, k] to [channels, filters, k, k] with every kernel reversed in both directions. */
function turned(graph: GraphBuilder, weight: Value): Value {
  const [filters, channels, kernel] = imageSides(weight)
  const area = kernel * kernel
  const exchanged = graph.transpose(weight, [1, 0, 2, 3])
  if (area === 1) return exchanged
  // A product with the reversing permutation matrix is faster than a gather of single numbers.
  const reversal = new Float32Array(area * area)
  for (let row = 0; row < area; row++) reversal[row * area + (area - 1 - row)] = 1
  const rows = graph.reshape(exchanged, [channels * filters, area])
  const matrix = graph.constant('float32', [area, area], reversal)
  const reversed = graph.node('MatMul', [rows, matrix], [channels * filters, area])
  return graph.reshape(reversed, [channels, filters, kernel, kernel])
}
