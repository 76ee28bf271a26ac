import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'

/**
 * A convolution of few filters as one matrix product. Onnxruntime's Conv unfolds the image into k x k patches,
 * which for three filters costs several times their arithmetic. Here every output row is a product of the k
 * input rows it sees, gathered whole, with a band matrix that holds the filter along the row; reflection is in
 * the gathered rows and in the bands, so nothing is padded, and the same gathered rows serve the gradient.
 */
export interface BandConvolution {
  readonly output: Value
  weightGradient(gradient: Value): Value
  inputGradient(gradient: Value): Value
}

export interface BandSizes {
  readonly filters: number
  readonly kernel: number
  readonly stride: number
  /** Reflected rows and columns on each side. */
  readonly reflected: number
}

/** Multiply-adds that take as long as unfolding one value. */
const productsPerUnfolded = 25

/** Whether the bands' extra products, a row's width for each kernel's width, cost less than unfolding. */
export function isBandFaster(width: number, { filters, kernel }: BandSizes): boolean {
  return width * filters < productsPerUnfolded * kernel
}

/** Writes the convolution of [batch, channels, height, width] with `weight` and `bias`. */
export function writeBands(
  graph: GraphBuilder,
  input: Value,
  weight: Value,
  bias: Value | null,
  { filters, kernel, stride, reflected }: BandSizes,
): BandConvolution {
  const [batch, channels, height, width] = imageSides(input)
  const steps = (side: number): number => Math.floor((side + 2 * reflected - kernel) / stride) + 1
  const [rows, columns] = [steps(height), steps(width)]
  const seen = kernel * channels * width
  const gathered = graph.reshape(
    graph.node(
      'Gather',
      [
        swapMiddle(graph, input, [batch, height, channels * width]),
        rowIndices(graph, height, rows, kernel, stride, reflected),
      ],
      [batch, rows * kernel, channels * width],
      { axis: 1 },
    ),
    [batch * rows, seen],
  )
  const offsets = offsetMatrix(width, columns, kernel, stride, reflected)
  const bandShape = [filters, channels, kernel, width, columns]
  const spread = graph.node(
    'MatMul',
    [
      graph.reshape(weight, [filters * channels * kernel, kernel]),
      graph.constant('float32', [kernel, width * columns], offsets),
    ],
    [filters * channels * kernel, width * columns],
  )
  const bands = graph.reshape(graph.transpose(graph.reshape(spread, bandShape), [2, 1, 3, 0, 4]), [
    seen,
    filters * columns,
  ])
  const constant = bias && alongRow(graph, bias, columns)
  const product = graph.node('Gemm', [gathered, bands, constant], [batch * rows, filters * columns])
  /** dY by rows [batch x rows, filters x columns]. */
  const byRows = (gradient: Value): Value => swapMiddle(graph, gradient, [batch * rows, filters * columns])
  return {
    output: swapMiddleBack(graph, product, [batch, rows, filters, columns]),
    weightGradient(gradient) {
      const banded = graph.node('Gemm', [gathered, byRows(gradient)], [seen, filters * columns], {
        transA: 1,
      })
      const ordered = graph.transpose(
        graph.reshape(banded, [kernel, channels, width, filters, columns]),
        [3, 1, 0, 2, 4],
      )
      const summed = graph.node(
        'Gemm',
        [
          graph.reshape(ordered, [filters * channels * kernel, width * columns]),
          graph.constant('float32', [kernel, width * columns], offsets),
        ],
        [filters * channels * kernel, kernel],
        { transB: 1 },
      )
      return graph.reshape(summed, [filters, channels, kernel, kernel])
    },
    inputGradient(gradient) {
      const perRow = graph.node('Gemm', [byRows(gradient), bands], [batch * rows, seen], { transB: 1 })
      const collected = graph.node(
        'MatMul',
        [
          rowCollector(graph, height, rows, kernel, stride, reflected),
          graph.reshape(perRow, [batch, rows * kernel, channels * width]),
        ],
        [batch, height, channels * width],
      )
      return swapMiddleBack(graph, collected, [batch, height, channels, width])
    },
  }
}

/** The input row that output row `row` sees at kernel position `offset`; reflected at the borders. */
function seenIndex(side: number, row: number, offset: number, stride: number, reflected: number): number {
  const distance = Math.abs(row * stride + offset - reflected)
  return distance < side ? distance : 2 * (side - 1) - distance
}

function rowIndices(
  graph: GraphBuilder,
  height: number,
  rows: number,
  kernel: number,
  stride: number,
  reflected: number,
): Value {
  const indices = Int32Array.from({ length: rows * kernel }, (_, i) =>
    seenIndex(height, Math.floor(i / kernel), i % kernel, stride, reflected),
  )
  return graph.constant('int32', [rows * kernel], indices)
}

/** The transpose of the gather: [height, rows x kernel], 1 where an input row was seen. */
function rowCollector(
  graph: GraphBuilder,
  height: number,
  rows: number,
  kernel: number,
  stride: number,
  reflected: number,
): Value {
  const seen = rows * kernel
  const values = new Float32Array(height * seen)
  for (let i = 0; i < seen; i++)
    values[seenIndex(height, Math.floor(i / kernel), i % kernel, stride, reflected) * seen + i] = 1
  return graph.constant('float32', [height, seen], values)
}

/** [kernel, width x columns]: 1 where kernel position, input column and output column meet. */
function offsetMatrix(
  width: number,
  columns: number,
  kernel: number,
  stride: number,
  reflected: number,
): Float32Array {
  const values = new Float32Array(kernel * width * columns)
  for (let offset = 0; offset < kernel; offset++)
    for (let column = 0; column < columns; column++) {
      const from = seenIndex(width, column, offset, stride, reflected)
      values[(offset * width + from) * columns + column] = 1
    }
  return values
}

/** The bias of each filter repeated along a row: [1, filters x columns]. */
function alongRow(graph: GraphBuilder, bias: Value, columns: number): Value {
  const [filters = 1] = bias.shape
  const ones = graph.constant('float32', [1, columns], new Float32Array(columns).fill(1))
  const repeated = graph.node('Mul', [graph.reshape(bias, [filters, 1]), ones], [filters, columns])
  return graph.reshape(repeated, [1, filters * columns])
}

/** [batch, channels, rows, columns] with channels and rows exchanged, in the given shape. */
function swapMiddle(graph: GraphBuilder, value: Value, shape: readonly number[]): Value {
  const isMoved = value.shape[1] !== 1
  return graph.reshape(isMoved ? graph.transpose(value, [0, 2, 1, 3]) : value, shape)
}

/** [batch, rows, channels, columns] back to images. */
function swapMiddleBack(graph: GraphBuilder, value: Value, shape: readonly number[]): Value {
  const [batch = 1, rows = 1, channels = 1, columns = 1] = shape
  if (channels === 1) return graph.reshape(value, [batch, 1, rows, columns])
  return graph.transpose(graph.reshape(value, shape), [0, 2, 1, 3])
}
