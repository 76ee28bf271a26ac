import type { Loss } from '#models/model.ts'
import type { GraphBuilder, Value } from './graph-builder.ts'

/** A loss written into the graph. */
export interface TracedLoss {
  /** A scalar that times `lossFactor` is the loss. */
  readonly total: Value
  /** Gradient on the outputs, times `gradientScale`. */
  readonly gradient: Value
}

/** What the graph's total is multiplied by to give the mean loss over the batch. */
export function lossFactor(loss: Loss, batch: number, outputs: number): number {
  return loss === 'softmaxCrossEntropy' ? -1 / batch : 1 / (batch * outputs)
}

/** What the learning rate (or 1) is multiplied by to give the scale of the gradient on the outputs. */
export function gradientFactor(loss: Loss, batch: number, outputs: number): number {
  return loss === 'softmaxCrossEntropy' ? 1 / batch : 2 / (batch * outputs)
}

/**
 * What `writeLoss` compares the outputs with, [examples, outputs], as the graph's input `targets` gives it: targets
 * themselves, or 1 at each class number and 0 elsewhere. Of all examples at once, because inside a step it is one of the
 * slowest operators.
 */
export function targetTable(graph: GraphBuilder, loss: Loss, outputs: number): Value {
  if (loss === 'meanSquaredError') return graph.input('targets', ['examples', outputs])
  const labels = graph.input('targets', ['examples'], 'int32')
  const depth = graph.constant('int32', [], Int32Array.of(outputs))
  const offAndOn = graph.constant('float32', [2], Float32Array.of(0, 1))
  return graph.node('OneHot', [labels, depth, offAndOn], [-1, outputs], { axis: 1 })
}

/** The loss of outputs against rows of the table, both [batch, outputs]. `scale`: a scalar of the graph on all gradients. */
export function writeLoss(
  graph: GraphBuilder,
  loss: Loss,
  outputs: Value,
  targets: Value,
  scale: Value,
): TracedLoss {
  const { shape } = outputs
  if (loss === 'meanSquaredError') {
    const error = graph.node('Sub', [outputs, targets], shape)
    const squares = graph.node('Mul', [error, error], shape)
    return { total: graph.sum(squares, [0, 1]), gradient: graph.node('Mul', [error, scale], shape) }
  }
  const logarithms = graph.node('LogSoftmax', [outputs], shape, { axis: 1 })
  const error = graph.node('Sub', [graph.node('Exp', [logarithms], shape), targets], shape)
  return {
    total: graph.sum(graph.node('Mul', [logarithms, targets], shape), [0, 1]),
    gradient: graph.node('Mul', [error, scale], shape),
  }
}
