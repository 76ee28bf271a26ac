import type { Layer, Model, Shape } from '#models/model.ts'
import { multiplyAdds } from '#models/multiply-adds.ts'
import { outputShape, sizeOf } from '#models/shapes.ts'
import { branchesOf } from '#models/trained-layers.ts'
import { tensorBytes } from './device-examples.ts'

/** Below this many multiply-adds a step, a second thread costs more in waking than it takes off. */
const smallStep = 2e7

/** Forward, and about twice as much backward. */
const passes = 3

/** Examples of one evaluation run; of a small network so few that they stay in the cache, which halves the time. */
const largeEvaluationBatch = 128
const smallEvaluationBatch = 75

/** Whether a training step of this batch is so small that one thread is the fastest. */
export const isSmallStep = (model: Model, batch: number): boolean =>
  passes * batch * forwardWork(model) < smallStep

/** The same of an evaluation, which has no backward pass. */
export const isSmallEvaluation = (model: Model): boolean =>
  smallEvaluationBatch * forwardWork(model) < smallStep

/**
 * Examples of one evaluation run at most, and whether its graph is written for exactly as many as it is given. On a
 * device every tensor must fit into what a shader may read, and a graph of a fixed batch is the only kind.
 */
export function evaluationBatch(model: Model, isOnDevice: boolean): { most: number; isFixed: boolean } {
  if (isOnDevice) {
    const fitting = Math.floor(tensorBytes / (4 * largestOutput(model.layers, model.input)))
    return { most: Math.max(1, Math.min(largeEvaluationBatch, fitting)), isFixed: true }
  }
  const isFixed = isSmallEvaluation(model)
  return { most: isFixed ? smallEvaluationBatch : largeEvaluationBatch, isFixed }
}

/** Whether a tensor of the step has more values than a shader counts, which is in 32 bits. */
export const isBeyondShaders = (model: Model, batch: number): boolean =>
  batch * largestOutput(model.layers, model.input) >= 2 ** 32

/** Values of the largest tensor that an example becomes on its way through the layers, its input among them. */
function largestOutput(layers: readonly Layer[], input: Shape): number {
  let shape = input
  let largest = sizeOf(input)
  for (const layer of layers) {
    for (const branch of branchesOf(layer)) largest = Math.max(largest, largestOutput(branch, shape))
    shape = outputShape(layer, shape)
    largest = Math.max(largest, sizeOf(shape))
  }
  return largest
}

/** Multiply-adds of one example's forward pass. */
function forwardWork(model: Model): number {
  let perExample = 0
  let shape = model.input
  for (const layer of model.layers) {
    perExample += multiplyAdds(layer, shape)
    shape = outputShape(layer, shape)
  }
  return perExample
}
