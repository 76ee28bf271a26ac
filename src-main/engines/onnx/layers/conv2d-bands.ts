import type { GraphBuilder, Value } from '../graph-builder.ts'
import { offsetMatrix, rowCollector, seenRows, stepsAlong, type BandSizes } from './band-matrices.ts'
import { imageSides } from './layer.ts'

/** Multiply-adds that take as long as unfolding one value. */
const productsPerUnfolded = 25

/** Whether the bands' extra products, a row's width for each kernel's width, cost less than unfolding. */
export function isBandFaster(width: number, { filters, kernel }: BandSizes): boolean {
  return width * filters < productsPerUnfolded * kernel
}

/** Some of the output rows, with the input rows they see. */
interface Rows {
  readonly indices: readonly number[]
  /** [batch x rows, kernel x channels x width] */
  readonly gathered: Value
}

/** Some of the output columns, with the filters spread along an input row for them. */
interface Columns {
  readonly indices: readonly number[]
  /** [kernel, width x columns] */
  readonly offsets: Value
  /** [kernel x channels x width, filters x columns] */
  readonly bands: Value
}

/** What some rows and columns of the output come to, or its gradient: [batch x rows, filters x columns]. */
export interface Block {
  readonly rows: Rows
  readonly columns: Columns
  readonly value: Value
}

/**
 * A convolution of few filters as matrix products. Onnxruntime's Conv unfolds the image into k x k patches, which
 * for three filters costs several times their arithmetic. Here every output row is a product of the k input rows it
 * sees, gathered whole, with a band matrix that holds the filter along the row; reflection is in the gathered rows
 * and in the bands, so nothing is padded, and the same gathered rows serve the gradient. Rows and columns may be
 * computed in groups, each with the others' gradient added up.
 */
export class BandConvolution {
  private readonly graph: GraphBuilder
  private readonly input: Value
  private readonly weight: Value
  private readonly bias: Value | null
  private readonly sizes: BandSizes
  private readonly seen: number
  /** Of the whole output. */
  readonly height: number
  readonly width: number

  /** Of images [batch, channels, height, width] with `weight` [filters, channels, kernel, kernel]. */
  constructor(graph: GraphBuilder, input: Value, weight: Value, bias: Value | null, sizes: BandSizes) {
    const [, channels, height, width] = imageSides(input)
    this.graph = graph
    this.input = input
    this.weight = weight
    this.bias = bias
    this.sizes = sizes
    this.seen = sizes.kernel * channels * width
    this.height = stepsAlong(height, sizes)
    this.width = stepsAlong(width, sizes)
  }

  rows(indices: readonly number[]): Rows {
    const { graph } = this
    const [batch, channels, height, width] = imageSides(this.input)
    const image = graph.reshape(graph.transpose(this.input, [0, 2, 1, 3]), [batch, height, channels * width])
    const seen = seenRows(height, indices, this.sizes)
    const gathered = graph.node(
      'Gather',
      [image, graph.constant('int32', [seen.length], seen)],
      [batch, seen.length, channels * width],
      { axis: 1 },
    )
    return { indices, gathered: graph.reshape(gathered, [batch * indices.length, this.seen]) }
  }

  columns(indices: readonly number[]): Columns {
    const { graph, sizes } = this
    const { filters, kernel } = sizes
    const [, channels, , width] = imageSides(this.input)
    const across = width * indices.length
    const offsets = graph.constant('float32', [kernel, across], offsetMatrix(width, indices, sizes))
    const lines = filters * channels * kernel
    const spread = graph.node(
      'MatMul',
      [graph.reshape(this.weight, [lines, kernel]), offsets],
      [lines, across],
    )
    const ordered = graph.transpose(
      graph.reshape(spread, [filters, channels, kernel, width, indices.length]),
      [2, 1, 3, 0, 4],
    )
    return { indices, offsets, bands: graph.reshape(ordered, [this.seen, filters * indices.length]) }
  }

  /** The output at these rows and columns. */
  block(rows: Rows, columns: Columns): Block {
    const { graph, bias } = this
    const { filters } = this.sizes
    const count = columns.indices.length
    const constant = bias && graph.reshape(alongRow(graph, bias, count), [1, filters * count])
    const shape = [rows.gathered.shape[0] ?? 1, filters * count]
    return { rows, columns, value: graph.node('Gemm', [rows.gathered, columns.bands, constant], shape) }
  }

  /** Gradient of the filters, from that of all blocks of the output. */
  weightGradient(gradients: readonly Block[]): Value {
    const { graph, seen, sizes } = this
    const { filters, kernel } = sizes
    const [, channels, , width] = imageSides(this.input)
    const lines = filters * channels * kernel
    let total: Value | null = null
    for (const [columns, blocks] of groupBy(gradients, (block) => block.columns)) {
      const count = columns.indices.length
      let banded: Value | null = null
      for (const { rows, value } of blocks)
        banded = graph.node('Gemm', [rows.gathered, value, banded], [seen, filters * count], { transA: 1 })
      if (!banded) continue
      const ordered = graph.transpose(
        graph.reshape(banded, [kernel, channels, width, filters, count]),
        [3, 1, 0, 2, 4],
      )
      const flat = graph.reshape(ordered, [lines, width * count])
      total = graph.node('Gemm', [flat, columns.offsets, total], [lines, kernel], { transB: 1 })
    }
    if (!total) throw new TypeError('A convolution has at least one block.')
    return graph.reshape(total, [filters, channels, kernel, kernel])
  }

  /** Gradient of the images [batch, channels, height, width], from that of all blocks of the output. */
  inputGradient(gradients: readonly Block[]): Value {
    const { graph, seen, sizes } = this
    const [batch, channels, height, width] = imageSides(this.input)
    let total: Value | null = null
    for (const [rows, blocks] of groupBy(gradients, (block) => block.rows)) {
      const count = rows.indices.length
      let perRow: Value | null = null
      for (const { columns, value } of blocks)
        perRow = graph.node('Gemm', [value, columns.bands, perRow], [batch * count, seen], { transB: 1 })
      if (!perRow) continue
      const taken = count * sizes.kernel
      const collector = graph.constant('float32', [height, taken], rowCollector(height, rows.indices, sizes))
      const shape = [batch, height, channels * width]
      const collected = graph.node(
        'MatMul',
        [collector, graph.reshape(perRow, [batch, taken, channels * width])],
        shape,
      )
      total = total ? graph.node('Add', [total, collected], shape) : collected
    }
    if (!total) throw new TypeError('A convolution has at least one block.')
    return fromRows(graph, total, [batch, height, channels, width])
  }
}

function groupBy<Key>(blocks: readonly Block[], keyOf: (block: Block) => Key): Map<Key, Block[]> {
  const groups = new Map<Key, Block[]>()
  for (const block of blocks) groups.set(keyOf(block), [...(groups.get(keyOf(block)) ?? []), block])
  return groups
}

/** The bias of each filter repeated along a row: [filters, columns]. */
function alongRow(graph: GraphBuilder, bias: Value, columns: number): Value {
  const [filters = 1] = bias.shape
  const ones = graph.constant('float32', [1, columns], new Float32Array(columns).fill(1))
  return graph.node('Mul', [graph.reshape(bias, [filters, 1]), ones], [filters, columns])
}

/** 0, 1, ... count - 1, or every second of them. */
export const indicesFrom = (first: number, count: number, step = 1): number[] =>
  Array.from({ length: Math.ceil((count - first) / step) }, (_, i) => first + i * step)

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
