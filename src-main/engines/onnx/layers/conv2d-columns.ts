import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'
import { exchanged, shifted } from './moves.ts'

/**
 * dX of a convolution whose output is as large as its image, as Wᵀ dY: what each kernel position gives to each place,
 * [channels, k x k, n], n over batch and places, is moved there and added up. The kernels stay as they are stored;
 * turning them moves every weight, which takes longer than this if there are few places.
 */
export function byColumns(graph: GraphBuilder, gradient: Value, weight: Value): Value {
  const [batch, filters, rows, columns] = imageSides(gradient)
  const [, channels, kernel] = imageSides(weight)
  const padding = (kernel - 1) / 2
  const area = kernel * kernel
  const places = batch * rows * columns
  const kernels = graph.reshape(weight, [filters, channels * area])
  const right = graph.reshape(exchanged(graph, gradient), [filters, places])
  const given = graph.node('Gemm', [kernels, right], [channels * area, places], { transA: 1 })
  const positions = takeApart(graph, given, channels, area)
  const image = [channels * batch, rows * columns]
  const byRow = Array.from({ length: kernel }, (_, row) => {
    const moved = positions
      .slice(row * kernel, (row + 1) * kernel)
      .map((position, column) =>
        graph.reshape(shifted(graph, position, [channels * batch * rows, columns], column - padding), image),
      )
    return graph.reshape(shifted(graph, total(graph, moved, image), image, (row - padding) * columns), image)
  })
  return exchanged(graph, graph.reshape(total(graph, byRow, image), [channels, batch, rows, columns]))
}

/** The values [channels, places] of each kernel position. */
function takeApart(graph: GraphBuilder, given: Value, channels: number, area: number): readonly Value[] {
  if (area === 1) return [given]
  const [, places = 1] = given.shape
  const one = [channels, 1, places]
  return graph.split(
    'Split',
    [graph.reshape(given, [channels, area, places]), graph.integers(Array.from({ length: area }, () => 1))],
    Array.from({ length: area }, () => one),
    { axis: 1 },
  )
}

/** The sum of tensors of one shape. */
function total(graph: GraphBuilder, values: readonly Value[], shape: readonly number[]): Value {
  const [only] = values
  return only && values.length === 1 ? only : graph.node('Sum', values, shape)
}
