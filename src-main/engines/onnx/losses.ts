import type { Loss } from '#models/model.ts'
import type { GraphBuilder, Value } from './graph-builder.ts'
import type { Lowering } from './layers/lowering.ts'

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

/** The loss of outputs against targets, both [batch, outputs]. `scale`: a scalar of the graph on all gradients. */
export function writeLoss(
  graph: GraphBuilder,
  lowering: Lowering,
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
  const logarithms = lowering.logSoftmax(graph, outputs)
  const error = graph.node('Sub', [graph.node('Exp', [logarithms], shape), targets], shape)
  return {
    total: graph.sum(graph.node('Mul', [logarithms, targets], shape), [0, 1]),
    gradient: graph.node('Mul', [error, scale], shape),
  }
}
