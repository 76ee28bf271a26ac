import { sizeOf } from '#models/shapes.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'

/** Each row of `value` seen as `shape` moved by `distance` places, zeros coming in. */
export function shifted(
  graph: GraphBuilder,
  value: Value,
  shape: readonly number[],
  distance: number,
): Value {
  if (distance === 0) return value
  if (Math.abs(distance) >= (shape.at(-1) ?? 1))
    return graph.constant('float32', shape, new Float32Array(sizeOf(shape)))
  return graph.node('Pad', [graph.reshape(value, shape), graph.integers([0, distance, 0, -distance])], shape)
}

/** The first two axes exchanged; where one of them is 1 that takes no work. */
export function exchanged(graph: GraphBuilder, value: Value): Value {
  const [first, second, ...rest] = value.shape
  if (first === undefined || second === undefined) return value
  return first === 1 || second === 1
    ? graph.reshape(value, [second, first, ...rest])
    : graph.transpose(value, [1, 0, 2, 3])
}
