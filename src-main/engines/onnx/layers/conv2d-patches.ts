import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'
import type { Sliding } from './lowering.ts'
import { exchanged, shifted } from './moves.ts'
import { padded, sliced } from './sliding-windows.ts'

/**
 * dY [filters, n] times the pixels that each kernel position met, [channels, k x k, n], n over batch and places: one
 * product, which leaves the gradient as it is stored, so that no number of it is moved.
 */
export function byPatches(
  graph: GraphBuilder,
  gradient: Value,
  patches: readonly Value[],
  kernel: number,
): Value {
  const [batch, filters, rows, columns] = imageSides(gradient)
  const places = batch * rows * columns
  const [channels = 1] = patches[0]?.shape ?? []
  const left = graph.reshape(exchanged(graph, gradient), [filters, places])
  const met = graph.node('Concat', patches, [channels, kernel * kernel, places], { axis: 1 })
  const right = graph.reshape(met, [channels * kernel * kernel, places])
  const product = graph.node('Gemm', [left, right], [filters, channels * kernel * kernel], { transB: 1 })
  return graph.reshape(product, [filters, channels, kernel, kernel])
}

/** What each kernel position met, [channels, 1, n] each, cut out of the padded image. */
export function slicedPatches(
  graph: GraphBuilder,
  image: Value,
  gradient: Value,
  { kernel, stride, padding }: Sliding,
): Value[] {
  const [batch, channels] = imageSides(image)
  const [, , rows, columns] = imageSides(gradient)
  const turned = exchanged(graph, image)
  const around = { before: padding, after: padding }
  const framed = padded(graph, turned, { 2: around, 3: around })
  const isWhole = kernel === 1 && stride === 1 && padding === 0
  const shape = [channels, 1, batch * rows * columns]
  if (isWhole) return [graph.reshape(framed, shape)]
  return kernelPositions(kernel).map(([row, column]) => {
    const met = sliced(graph, framed, {
      2: { from: row, count: rows, step: stride },
      3: { from: column, count: columns, step: stride },
    })
    return graph.reshape(met, shape)
  })
}

/** The same where the output is as large as the image: whole images moved, by rows and then by columns. */
export function shiftedPatches(graph: GraphBuilder, image: Value, { kernel, padding }: Sliding): Value[] {
  const [batch, channels, height, width] = imageSides(image)
  const turned = exchanged(graph, image)
  const byRow = Array.from({ length: kernel }, (_, row) =>
    shifted(graph, turned, [channels * batch, height * width], (padding - row) * width),
  )
  return kernelPositions(kernel).map(([row, column]) => {
    const aside = shifted(graph, byRow[row] ?? turned, [channels * batch * height, width], padding - column)
    return graph.reshape(aside, [channels, 1, batch * height * width])
  })
}

/** Row and column of each kernel position, in the order in which the weights are stored. */
const kernelPositions = (kernel: number): [number, number][] =>
  Array.from({ length: kernel * kernel }, (_, at) => [Math.floor(at / kernel), at % kernel])
