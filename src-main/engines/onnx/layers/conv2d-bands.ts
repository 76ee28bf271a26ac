import type { GraphBuilder, Value } from '../graph-builder.ts'
import { offsetMatrix, rowCollector, seenRows, stepsAlong, type BandSizes } from './band-matrices.ts'
import { imageSides } from './layer.ts'

/** Multiply-adds that take as long as unfolding one value. */
const productsPerUnfolded = 25

/** Whether the bands' extra products, a row's width for each kernel's width, cost less than unfolding. */
export function isBandFaster(width: number, { filters, kernel }: BandSizes): boolean {
  return width * filters < productsPerUnfolded * kernel
}

/** How many groups a side of the output is laid out in: every so many-th row or column makes a group. */
export type Groups = 1 | 2

/**
 * A convolution of few filters as one matrix product. Onnxruntime's Conv unfolds the image into k x k patches, which
 * for three filters costs several times their arithmetic. Here every output row is a product of the k input rows it
 * sees, gathered whole, with a band matrix that holds the filter along the row; reflection is in the gathered rows
 * and in the bands, so nothing is padded, and the same gathered rows serve the gradient.
 *
 * The output is by rows, [batch x rows, groups x filters x columns of a group]. With two groups, the even rows of each
 * image come before the odd ones, and in each row the even columns before the odd ones, so that whoever pools pairs
 * finds them in two halves.
 */
export class BandConvolution {
  private readonly graph: GraphBuilder
  private readonly input: Value
  private readonly sizes: BandSizes
  private readonly groups: Groups
  private readonly rowOrder: readonly number[]
  /** Input values that an output row sees. */
  private readonly seen: number
  /** Values of an output row. */
  private readonly across: number
  /** [batch x rows, seen] */
  private readonly gathered: Value
  /** [kernel, width x columns] */
  private readonly offsets: Value
  /** [seen, across] */
  private readonly bands: Value
  /** Of the whole output. */
  readonly height: number
  readonly width: number
  readonly output: Value

  /** Of images [batch, channels, height, width] with `weight` [filters, channels, kernel, kernel]. */
  constructor(
    graph: GraphBuilder,
    input: Value,
    weight: Value,
    bias: Value | null,
    sizes: BandSizes,
    groups: Groups = 1,
  ) {
    const [batch, channels, height, width] = imageSides(input)
    this.graph = graph
    this.input = input
    this.sizes = sizes
    this.groups = groups
    this.height = stepsAlong(height, sizes)
    this.width = stepsAlong(width, sizes)
    this.rowOrder = inGroups(this.height, groups)
    this.seen = sizes.kernel * channels * width
    this.across = sizes.filters * this.width
    this.gathered = this.gatherRows()
    const offsets = offsetMatrix(width, inGroups(this.width, groups), sizes)
    this.offsets = graph.constant('float32', [sizes.kernel, width * this.width], offsets)
    this.bands = this.spread(weight)
    const constant = bias && this.alongRow(bias)
    const lines = batch * this.height
    this.output = graph.node('Gemm', [this.gathered, this.bands, constant], [lines, this.across])
  }

  /** Gradient of the filters from that of the output. */
  weightGradient(gradient: Value): Value {
    const { graph, seen, across, groups, sizes } = this
    const { filters, kernel } = sizes
    const [, channels, , width] = imageSides(this.input)
    const lines = filters * channels * kernel
    const banded = graph.node('Gemm', [this.gathered, gradient], [seen, across], { transA: 1 })
    const ordered = graph.transpose(
      graph.reshape(banded, [kernel, channels, width, groups, filters, this.width / groups]),
      [4, 1, 0, 2, 3, 5],
    )
    const summed = graph.node(
      'Gemm',
      [graph.reshape(ordered, [lines, width * this.width]), this.offsets],
      [lines, kernel],
      { transB: 1 },
    )
    return graph.reshape(summed, [filters, channels, kernel, kernel])
  }

  /** Gradient of the images [batch, channels, height, width] from that of the output. */
  inputGradient(gradient: Value): Value {
    const { graph, seen, sizes, rowOrder } = this
    const [batch, channels, height, width] = imageSides(this.input)
    const taken = this.height * sizes.kernel
    const perRow = graph.node('Gemm', [gradient, this.bands], [batch * this.height, seen], { transB: 1 })
    const collector = graph.constant('float32', [height, taken], rowCollector(height, rowOrder, sizes))
    const collected = graph.node(
      'MatMul',
      [collector, graph.reshape(perRow, [batch, taken, channels * width])],
      [batch, height, channels * width],
    )
    return fromRows(graph, collected, [batch, height, channels, width])
  }

  private gatherRows(): Value {
    const { graph, sizes } = this
    const [batch, channels, height, width] = imageSides(this.input)
    const image = graph.reshape(toRows(graph, this.input), [batch, height, channels * width])
    const seen = seenRows(height, this.rowOrder, sizes)
    const gathered = graph.node(
      'Gather',
      [image, graph.constant('int32', [seen.length], seen)],
      [batch, seen.length, channels * width],
      { axis: 1 },
    )
    return graph.reshape(gathered, [batch * this.height, this.seen])
  }

  private spread(weight: Value): Value {
    const { graph, groups } = this
    const { filters, kernel } = this.sizes
    const [, channels, , width] = imageSides(this.input)
    const lines = filters * channels * kernel
    const spread = graph.node(
      'MatMul',
      [graph.reshape(weight, [lines, kernel]), this.offsets],
      [lines, width * this.width],
    )
    const ordered = graph.transpose(
      graph.reshape(spread, [filters, channels, kernel, width, groups, this.width / groups]),
      [2, 1, 3, 4, 0, 5],
    )
    return graph.reshape(ordered, [this.seen, this.across])
  }

  /** The bias of each filter repeated along a row: [1, across]. */
  private alongRow(bias: Value): Value {
    const { graph, groups } = this
    const { filters } = this.sizes
    const columns = this.width / groups
    const ones = graph.constant('float32', [groups, 1, columns], new Float32Array(this.width).fill(1))
    const repeated = graph.node(
      'Mul',
      [graph.reshape(bias, [1, filters, 1]), ones],
      [groups, filters, columns],
    )
    return graph.reshape(repeated, [1, this.across])
  }
}

/** 0 to count - 1, with two groups the even ones first. */
function inGroups(count: number, groups: Groups): number[] {
  const all = Array.from({ length: count }, (_, i) => i)
  return Array.from({ length: groups }, (_, group) => all.filter((i) => i % groups === group)).flat()
}

/** Images [batch, channels, rows, columns] from their rows, given in the shape [batch, rows, channels, columns]. */
export function fromRows(graph: GraphBuilder, value: Value, shape: readonly number[]): Value {
  return graph.transpose(graph.reshape(value, shape), [0, 2, 1, 3])
}

/** The rows of images [batch, channels, rows, columns], one after another: [batch x rows, channels x columns]. */
export function toRows(graph: GraphBuilder, images: Value): Value {
  const [batch, channels, height, width] = imageSides(images)
  return graph.reshape(graph.transpose(images, [0, 2, 1, 3]), [batch * height, channels * width])
}

/** Sums over images, rows and columns of a tensor by rows [batch x rows, filters x columns]: [filters]. */
export function sumByFilter(graph: GraphBuilder, byRows: Value, filters: number): Value {
  const [lines = 1, across = 1] = byRows.shape
  return graph.sum(graph.reshape(byRows, [lines, filters, across / filters]), [0, 2])
}
