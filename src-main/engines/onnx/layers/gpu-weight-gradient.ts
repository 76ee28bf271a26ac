import type { GraphBuilder, Value } from '../graph-builder.ts'
import { byExchangedAxes } from './conv2d-weight-gradient.ts'
import { imageSides } from './layer.ts'
import type { Lowering, Sliding } from './lowering.ts'
import { putTogether } from '../parts.ts'
import { padded, sliced, type Side } from './sliding-windows.ts'

/** Sides of the piece of a product that a group of threads computes, as onnxruntime's shaders have it. */
const tile = 32
/** With fewer pieces than this, much of a large GPU has nothing to do. */
const enoughTiles = 1024
/** With fewer multiplications, launching the shaders that lay out the factors takes longer than a poor convolution. */
const fewProducts = 2 ** 26

/** dW [filters, channels, k, k] of a convolution. */
export function weightGradientOnGpu(
  graph: GraphBuilder,
  lowering: Lowering,
  image: Value,
  gradient: Value,
  sliding: Sliding,
): Value {
  const { kernel, padding } = sliding
  const [batch, channels] = imageSides(image)
  const [, filters, rows, columns] = imageSides(gradient)
  const products = batch * filters * channels * rows * columns * kernel * kernel
  return kernel > 1 && (products < fewProducts || padding >= kernel)
    ? byExchangedAxes(graph, lowering, image, gradient, sliding)
    : byProduct(graph, lowering, image, gradient, sliding)
}

/**
 * One product of matrices. Rows of the kernel are shifts of dY, columns are shifts of the image, so that k copies of each
 * give all k x k places; with a stride the image is taken apart into as many phases. The product sums over the images of
 * a group; then the groups are added.
 */
export function byProduct(
  graph: GraphBuilder,
  lowering: Lowering,
  image: Value,
  gradient: Value,
  sliding: Sliding,
  enough = enoughTiles,
): Value {
  const { kernel, stride } = sliding
  const [batch, channels] = imageSides(image)
  const [, filters, rows, columns] = imageSides(gradient)
  const phases = Math.min(stride, kernel)
  const shifts = Math.ceil(kernel / stride)
  const span = rowsMet(imageSides(image)[2], rows, sliding)
  const height = shifts * filters
  const width = phases * kernel * channels
  const groups = groupsOf(batch, Math.ceil(height / tile) * Math.ceil(width / tile), enough)
  const place = (batch / groups) * span.count * columns
  const left = shiftedGradients(graph, lowering, gradient, { groups, shifts, span })
  const right = shiftedImages(graph, lowering, image, columns, sliding, span)
  const product = graph.node(
    'MatMul',
    [graph.reshape(left, [groups, height, place]), graph.reshape(right, [groups, place, width])],
    [groups, height, width],
  )
  const sum = groups === 1 ? product : graph.sum(graph.reshape(product, [groups, height * width]), [0])
  const parts = graph.reshape(sum, [shifts, filters, phases * kernel, channels])
  const turned = graph.transpose(parts, [1, 3, 0, 2])
  const kernels = graph.reshape(turned, [filters, channels, shifts * phases, kernel])
  return shifts * phases === kernel ? kernels : sliced(graph, kernels, { 2: { from: 0, count: kernel } })
}

/** The fewest groups of equally many images that give enough pieces. */
function groupsOf(batch: number, tiles: number, enough: number): number {
  for (let groups = 1; groups < batch; groups++)
    if (batch % groups === 0 && tiles * groups >= enough) return groups
  return batch
}

/** Rows of the padded image, in steps of the stride, that hold any of the image and meet any kernel row. */
interface Span {
  readonly from: number
  readonly count: number
}

function rowsMet(height: number, rows: number, { kernel, stride, padding }: Sliding): Span {
  const from = Math.floor(padding / stride)
  const last = Math.min(Math.ceil((padding + height) / stride) - 1, rows + Math.ceil(kernel / stride) - 2)
  return { from, count: last - from + 1 }
}

/** [groups, shifts x filters, images of a group x rows met x columns] */
function shiftedGradients(
  graph: GraphBuilder,
  lowering: Lowering,
  gradient: Value,
  { groups, shifts, span }: { groups: number; shifts: number; span: Span },
): Value {
  const [batch, filters, rows, columns] = imageSides(gradient)
  const images = batch / groups
  const grouped = graph.transpose(
    graph.reshape(gradient, [groups, images, filters, rows * columns]),
    [0, 2, 1, 3],
  )
  if (shifts === 1 && span.from === 0 && span.count === rows) return grouped
  const planes = graph.reshape(grouped, [groups * filters * images, rows, columns])
  const framed = padded(graph, planes, { 1: { before: shifts - 1, after: shifts - 1 } })
  const parts = Array.from({ length: shifts }, (_, shift) =>
    graph.reshape(sliced(graph, framed, { 1: { from: shifts - 1 - shift + span.from, count: span.count } }), [
      groups,
      filters,
      images * span.count * columns,
    ]),
  )
  return putTogether(graph, parts, lowering.mostParts, 1)
}

/** [images, rows met, columns, phases x k x channels] */
function shiftedImages(
  graph: GraphBuilder,
  lowering: Lowering,
  image: Value,
  columns: number,
  { kernel, stride, padding }: Sliding,
  span: Span,
): Value {
  const [, , height, width] = imageSides(image)
  const channelsLast = graph.transpose(image, [0, 2, 3, 1])
  const phases = Math.min(stride, kernel)
  const top = padding - stride * span.from
  const rowsNeeded = stride * (span.count - 1) + phases
  const columnsNeeded = stride * (columns - 1) + kernel
  const frame: Record<number, { before: number; after: number }> = {
    1: { before: top, after: Math.max(0, rowsNeeded - top - height) },
    2: { before: padding, after: Math.max(0, columnsNeeded - padding - width) },
  }
  const framed = padded(graph, channelsLast, frame)
  const parts: Value[] = []
  for (let phase = 0; phase < phases; phase++)
    for (let column = 0; column < kernel; column++) {
      const sides: Record<number, Side> = {
        1: { from: phase, count: span.count, step: stride },
        2: { from: column, count: columns, step: stride },
      }
      parts.push(sliced(graph, framed, sides))
    }
  return putTogether(graph, parts, lowering.mostParts, 3)
}
