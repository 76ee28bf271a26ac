import { sizeOf } from '#models/shapes.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { divide } from './max-pool-pairs.ts'
import { isPositive } from './relu.ts'

/**
 * ReLU and pooling by pairs of rows and of columns, of a tensor by rows that holds the even rows of each image before
 * the odd ones, and in each row the even columns before the odd ones: [batch x rows, columns]. The output is
 * [batch x rows / 2, columns / 2].
 */
export interface PooledHalves {
  readonly output: Value
  /** The gradient of the whole tensor, and one of the output's size with the same sums over rows and columns. */
  backward(gradient: Value): { readonly whole: Value; readonly sums: Value }
}

/** The largest of each window, and 0 where none is positive; of equal ones the first in reading order keeps the gradient. */
export function maximumOfHalves(graph: GraphBuilder, input: Value, batch: number): PooledHalves {
  const [left, right] = halves(graph, input)
  const [top, bottom] = halves(graph, byImage(graph, graph.node('Max', [left, right], left.shape), batch))
  const largest = graph.node('Max', [top, bottom], top.shape)
  const output = graph.node('Relu', [largest], top.shape)
  return {
    output: graph.reshape(output, pooledShape(input)),
    backward(gradient) {
      const passed = graph.node(
        'Mul',
        [graph.reshape(gradient, top.shape), isPositive(graph, output)],
        top.shape,
      )
      const wide = graph.reshape(join(graph, divide(graph, top, bottom, passed)), left.shape)
      return {
        whole: join(graph, divide(graph, left, right, wide)),
        sums: graph.reshape(passed, pooledShape(input)),
      }
    },
  }
}

/** The mean of each window's positive parts. */
export function averageOfHalves(graph: GraphBuilder, input: Value, batch: number): PooledHalves {
  const positive = graph.node('Relu', [input], input.shape)
  const [left, right] = halves(graph, positive)
  const wide = graph.node('Add', [left, right], left.shape)
  const [top, bottom] = halves(graph, byImage(graph, wide, batch))
  const total = graph.node('Add', [top, bottom], top.shape)
  const share = graph.scalar(1 / 4)
  return {
    output: graph.reshape(graph.node('Mul', [total, share], top.shape), pooledShape(input)),
    backward(gradient) {
      const each = graph.node('Mul', [graph.reshape(gradient, top.shape), share], top.shape)
      const tall = graph.reshape(join(graph, [each, each]), left.shape)
      const whole = graph.node('Mul', [join(graph, [tall, tall]), isPositive(graph, positive)], input.shape)
      const [ofLeft, ofRight] = halves(graph, whole)
      return { whole, sums: graph.node('Add', [ofLeft, ofRight], left.shape) }
    },
  }
}

function pooledShape({ shape: [lines = 1, across = 1] }: Value): [number, number] {
  return [lines / 2, across / 2]
}

/** An image a line, so that its even rows and its odd ones are the halves of the line. */
function byImage(graph: GraphBuilder, value: Value, batch: number): Value {
  return graph.reshape(value, [batch, sizeOf(value.shape) / batch])
}

/** The two halves of each line. */
function halves(graph: GraphBuilder, value: Value): [Value, Value] {
  const [lines = 1, across = 1] = value.shape
  const half = [lines, across / 2]
  const sizes = graph.integers([across / 2, across / 2])
  const [first, second] = graph.split('Split', [value, sizes], [half, half], { axis: 1 })
  if (!first || !second) throw new TypeError('A line has two halves.')
  return [first, second]
}

function join(graph: GraphBuilder, [first, second]: readonly [Value, Value]): Value {
  const [lines = 1, across = 1] = first.shape
  return graph.node('Concat', [first, second], [lines, 2 * across], { axis: 1 })
}
