import { writeMaxPool } from './max-pool-indices.ts'
import { weightGradient } from './conv2d-weight-gradient.ts'
import type { Lowering } from './lowering.ts'
import { isPositive } from './relu.ts'

/** Of a CPU, where an operator costs what its arithmetic and its memory traffic cost, and a run of the graph little. */
export const cpuLowering: Lowering = {
  hasLoop: true,
  hasBands: true,
  hasColumns: true,
  mostParts: Infinity,
  convolution: (graph, { image, weight, bias = null }, shape, attributes) =>
    graph.node('Conv', [image, weight, bias], shape, attributes),
  channelMeans: (graph, images) =>
    graph.node('ReduceMean', [images], [1, images.shape[1] ?? 1, 1, 1], { axes: [0, 2, 3], keepdims: 1 }),
  channelSums: (graph, images) => graph.sum(images, [0, 2, 3]),
  weightGradient: (graph, image, gradient, sliding) =>
    weightGradient(graph, cpuLowering, image, gradient, sliding),
  passPositive: (graph, gradient, output) => graph.map('Mul', [gradient, isPositive(graph, output)]),
  maxPool: writeMaxPool,
  logSoftmax: (graph, logits) => graph.node('LogSoftmax', [logits], logits.shape, { axis: 1 }),
  targetTable(graph, loss, outputs) {
    if (loss === 'meanSquaredError') return graph.input('targets', ['examples', outputs])
    // Of all examples at once, because inside a step it is one of the slowest operators.
    const labels = graph.input('targets', ['examples'], 'int32')
    const depth = graph.constant('int32', [], Int32Array.of(outputs))
    const offAndOn = graph.constant('float32', [2], Float32Array.of(0, 1))
    return graph.node('OneHot', [labels, depth, offAndOn], [-1, outputs], { axis: 1 })
  },
  targetRows: (graph, table, rows, _loss, shape) => graph.rows(table, rows, shape),
}
