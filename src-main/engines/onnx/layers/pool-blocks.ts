import type { GraphBuilder, Value } from '../graph-builder.ts'
import { divide } from './max-pool-pairs.ts'
import { isPositive } from './relu.ts'

/** ReLU and pooling of windows whose places are four tensors of one shape, in reading order. */
export interface PooledBlocks {
  readonly output: Value
  /** The gradient of each place, and a tensor that holds their sum. */
  backward(gradient: Value): { readonly parts: readonly Value[]; readonly total: Value }
}

/** The largest of each window, and 0 where none is positive; of equal ones the first keeps the gradient. */
export function maximumOfBlocks(graph: GraphBuilder, blocks: readonly Value[]): PooledBlocks {
  const [topLeft, topRight, bottomLeft, bottomRight] = four(blocks)
  const { shape } = topLeft
  const top = graph.node('Max', [topLeft, topRight], shape)
  const bottom = graph.node('Max', [bottomLeft, bottomRight], shape)
  const output = graph.node('Relu', [graph.node('Max', [top, bottom], shape)], shape)
  return {
    output,
    backward(gradient) {
      const total = graph.node('Mul', [gradient, isPositive(graph, output)], shape)
      const [toTop, toBottom] = divide(graph, top, bottom, total)
      const parts = [
        ...divide(graph, topLeft, topRight, toTop),
        ...divide(graph, bottomLeft, bottomRight, toBottom),
      ]
      return { parts, total }
    },
  }
}

/** The mean of each window's positive parts. */
export function averageOfBlocks(graph: GraphBuilder, blocks: readonly Value[]): PooledBlocks {
  const [{ shape }] = four(blocks)
  const share = graph.scalar(1 / blocks.length)
  const positive = blocks.map((block) => graph.node('Relu', [block], shape))
  return {
    output: graph.node('Mul', [graph.node('Sum', positive, shape), share], shape),
    backward(gradient) {
      const each = graph.node('Mul', [gradient, share], shape)
      const parts = positive.map((block) => graph.node('Mul', [each, isPositive(graph, block)], shape))
      return { parts, total: graph.node('Sum', parts, shape) }
    },
  }
}

function four(blocks: readonly Value[]): [Value, Value, Value, Value] {
  const [first, second, third, fourth] = blocks
  if (!first || !second || !third || !fourth) throw new TypeError('A window of 2 x 2 has four places.')
  return [first, second, third, fourth]
}
