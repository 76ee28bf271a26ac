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
 * The loss of outputs [batch, outputs] against labels [batch] (softmaxCrossEntropy) or targets [batch, outputs]
 * (meanSquaredError). `scale`: a scalar of the graph on all gradients.
 */
export function writeLoss(
  graph: GraphBuilder,
  loss: Loss,
  outputs: Value,
  targets: Value,
  scale: Value,
): TracedLoss {
  const { shape } = outputs
  if (loss === 'meanSquaredError') {
    const error = graph.node('Sub', [outputs, graph.reshape(targets, shape)], shape)
    const squares = graph.node('Mul', [error, error], shape)
    return { total: graph.sum(squares, [0, 1]), gradient: graph.node('Mul', [error, scale], shape) }
  }
  const depth = graph.constant('int32', [], Int32Array.of(shape[1] ?? 1))
  const offAndOn = graph.constant('float32', [2], Float32Array.of(0, 1))
  const truth = graph.node('OneHot', [targets, depth, offAndOn], shape, { axis: 1 })
  const logarithms = graph.node('LogSoftmax', [outputs], shape, { axis: 1 })
  const error = graph.node('Sub', [graph.node('Exp', [logarithms], shape), truth], shape)
  return {
    total: graph.sum(graph.node('Mul', [logarithms, truth], shape), [0, 1]),
    gradient: graph.node('Mul', [error, scale], shape),
  }
}
