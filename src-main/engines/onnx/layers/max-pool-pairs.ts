import type { PoolLayer } from '#models/model.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides, type Traced } from './layer.ts'

/** min(1, max(0, 1 - slope x)): 1 where x <= 0 and 0 where x > 0, in one vectorised operator. */
const isNotPositive = { alpha: { real: -3e38 }, beta: { real: 1 } }

/** The share of the gradient of max(first, second) that goes to `first`, all of it where they are equal, and the rest. */
export function divide(graph: GraphBuilder, first: Value, second: Value, gradient: Value): [Value, Value] {
  const { shape } = first
  const difference = graph.node('Sub', [second, first], shape)
  const mask = graph.node('HardSigmoid', [difference], shape, isNotPositive)
  const toFirst = graph.node('Mul', [gradient, mask], shape)
  return [toFirst, graph.node('Sub', [gradient, toFirst], shape)]
}

/**
 * Maxima of 2 x 2 windows side by side, for even sides: of the two columns first, then of the two rows, so that
 * of equal values the first in reading order keeps the gradient. Whole rows at a time, this takes half as long as
 * MaxPool with indices and ScatterElements.
 */
export function maxOfPairs(graph: GraphBuilder, input: Value): Traced {
  const [batch, channels, height, width] = imageSides(input)
  const [rows, columns] = [height / 2, width / 2]
  const lines = batch * channels * height
  const flat = graph.reshape(input, [lines, width])
  const pick = (first: number): Value => {
    const values = new Float32Array(width * columns)
    for (let column = 0; column < columns; column++) values[(2 * column + first) * columns + column] = 1
    return graph.constant('float32', [width, columns], values)
  }
  const [left, right] = [0, 1].map((first) => graph.node('MatMul', [flat, pick(first)], [lines, columns]))
  if (!left || !right) throw new TypeError('There are two columns.')
  const wide = graph.node('Max', [left, right], [lines, columns])
  const half = [lines / 2, 1, columns]
  const [top, bottom] = graph.split(
    'Split',
    [graph.reshape(wide, [lines / 2, 2, columns]), graph.integers([1, 1])],
    [half, half],
    { axis: 1 },
  )
  if (!top || !bottom) throw new TypeError('There are two rows.')
  const shape = [batch, channels, rows, columns]
  return {
    output: graph.reshape(graph.node('Max', [top, bottom], half), shape),
    backward(gradient, isInputWanted) {
      if (!isInputWanted) return null
      const byRows = divide(graph, top, bottom, graph.reshape(gradient, half))
      const both = graph.node('Concat', byRows, [lines / 2, 2, columns], { axis: 1 })
      const [toLeft, toRight] = divide(graph, left, right, graph.reshape(both, [lines, columns]))
      const spread = graph.node('Gemm', [toLeft, pick(0)], [lines, width], { transB: 1 })
      const all = graph.node('Gemm', [toRight, pick(1), spread], [lines, width], { transB: 1 })
      return graph.reshape(all, input.shape)
    },
  }
}

/** Whether windows of this pool are 2 x 2, side by side, and cover the image. */
export function isPoolOfPairs({ size, stride, padding }: PoolLayer, input: Value): boolean {
  const [, , height, width] = imageSides(input)
  const isEven = height % 2 === 0 && width % 2 === 0
  return size === 2 && stride === 2 && padding === 0 && isEven
}
