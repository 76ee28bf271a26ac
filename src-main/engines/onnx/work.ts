import type { Model } from '#models/model.ts'
import { multiplyAdds } from '#models/multiply-adds.ts'
import { outputShape } from '#models/shapes.ts'

/** Below this many multiply-adds a step, a second thread costs more in waking than it takes off. */
const smallStep = 2e7

/** Forward, and about twice as much backward. */
const passes = 3

/** Whether a training step of this batch is so small that one thread is the fastest. */
export const isSmallStep = (model: Model, batch: number): boolean =>
  passes * batch * forwardWork(model) < smallStep

/** The same of an evaluation, which has no backward pass. */
export const isSmallEvaluation = (model: Model, batch: number): boolean =>
  batch * forwardWork(model) < smallStep

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
