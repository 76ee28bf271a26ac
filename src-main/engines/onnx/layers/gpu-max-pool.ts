import type { PoolLayer } from '#models/model.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides, type Traced } from './layer.ts'
import type { Lowering } from './lowering.ts'
import { putTogether } from '../parts.ts'
import { poolAttributes, poolShape } from './pool.ts'
import { padded, sliced } from './sliding-windows.ts'

/** Stands for the -infinity around the image. */
const nearlyMinusInfinity = -3e38

/**
 * A max pool in training without indices. Backward, the places of a window are gone through in reading order: the first
 * that equals the maximum takes the gradient, and nothing is left of it for the others. Then every share is put back.
 */
export function writeMaxPoolOnGpu(
  graph: GraphBuilder,
  lowering: Lowering,
  layer: PoolLayer,
  input: Value,
): Traced {
  const output = graph.node('MaxPool', [input], poolShape(layer, input), poolAttributes(layer))
  return {
    output,
    backward: (gradient, isInputWanted) =>
      isInputWanted
        ? putBack(graph, lowering, layer, input, sharesOf(graph, layer, input, output, gradient))
        : null,
  }
}

/** What one place of all windows receives, [batch, channels, rows, columns] of the output. */
interface Share {
  readonly row: number
  readonly column: number
  readonly value: Value
}

function sharesOf(
  graph: GraphBuilder,
  { size, stride, padding }: PoolLayer,
  input: Value,
  output: Value,
  gradient: Value,
): Share[] {
  const { shape } = output
  const [, , rows, columns] = imageSides(output)
  const around = { before: padding, after: padding }
  const framed = padded(graph, input, { 2: around, 3: around }, graph.scalar(nearlyMinusInfinity))
  const none = graph.scalar(0)
  let left = gradient
  return Array.from({ length: size * size }, (_, place) => {
    const [row, column] = [Math.floor(place / size), place % size]
    const met = sliced(graph, framed, {
      2: { from: row, count: rows, step: stride },
      3: { from: column, count: columns, step: stride },
    })
    const isMaximum = graph.node('Equal', [met, output], shape)
    const value = graph.node('Where', [isMaximum, left, none], shape)
    if (place < size * size - 1) left = graph.node('Where', [isMaximum, none, left], shape)
    return { row, column, value }
  })
}

/**
 * The gradient of the input. Rows and columns of the framed image are taken as `stride` phases each; the shares that meet
 * in a phase are added, and the phases put between each other.
 */
function putBack(
  graph: GraphBuilder,
  lowering: Lowering,
  { size, stride, padding }: PoolLayer,
  input: Value,
  shares: readonly Share[],
): Value {
  const [batch, channels, height, width] = imageSides(input)
  const phases = Math.min(stride, size)
  const [rows, columns] = [height, width].map((side) => Math.ceil((side + 2 * padding) / stride)) as [
    number,
    number,
  ]
  const phaseOf = (row: number, column: number): Value =>
    shares
      .filter((share) => share.row % stride === row && share.column % stride === column)
      .map((share) => {
        const frame = (offset: number, all: number, own = 1): { before: number; after: number } => {
          const before = Math.floor(offset / stride)
          return { before, after: all - own - before }
        }
        const [, , ownRows, ownColumns] = imageSides(share.value)
        return padded(graph, share.value, {
          2: frame(share.row, rows, ownRows),
          3: frame(share.column, columns, ownColumns),
        })
      })
      .reduce((sum, value) => graph.node('Add', [sum, value], value.shape))
  /** Parts [.., 1, ..] along an axis, and zeros where a stride leaves out more than a window covers. */
  const between = (parts: readonly Value[], axis: number): Value =>
    padded(graph, putTogether(graph, parts, lowering.mostParts, axis), {
      [axis]: { before: 0, after: stride - phases },
    })
  const each = Array.from({ length: phases }, (_, phase) => phase)
  const whole = between(
    each.map((row) => {
      const parts = each.map((column) =>
        graph.reshape(graph.transpose(phaseOf(row, column), [0, 2, 3, 1]), [
          batch,
          rows,
          columns,
          1,
          channels,
        ]),
      )
      return graph.reshape(between(parts, 3), [batch, rows, 1, columns * stride, channels])
    }),
    2,
  )
  const image = graph.reshape(whole, [batch, rows * stride, columns * stride, channels])
  const inside = sliced(graph, image, {
    1: { from: padding, count: height },
    2: { from: padding, count: width },
  })
  return graph.transpose(inside, [0, 3, 1, 2])
}
