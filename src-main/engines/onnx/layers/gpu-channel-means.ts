import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'

/** Most rows or columns of a window: one thread adds a window, and there want to be many threads. */
const longestSide = 8

/**
 * Means over batch, rows and columns, [1, channels, 1, 1]. First of windows, by a pool: it reads images in either layout, while a
 * sum over planes would have every image turned from the layout of the convolutions. Then of the few that are left.
 */
export function meansOfChannels(graph: GraphBuilder, images: Value): Value {
  const [batch, channels, height, width] = imageSides(images)
  const sides = [windowSide(height), windowSide(width)] as const
  const [rows, columns] = [height / sides[0], width / sides[1]]
  const pooled =
    sides[0] * sides[1] === 1
      ? images
      : graph.node('AveragePool', [images], [batch, channels, rows, columns], {
          kernel_shape: sides,
          strides: sides,
        })
  return graph.node('ReduceMean', [pooled], [1, channels, 1, 1], { axes: [0, 2, 3], keepdims: 1 })
}

/** The largest side of windows that fill `length`, at most `longestSide`. */
function windowSide(length: number): number {
  for (let side = Math.min(longestSide, length); side > 1; side--) if (length % side === 0) return side
  return 1
}
