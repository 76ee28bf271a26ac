import type { Model } from '#models/model.ts'
import { multiplyAdds } from '#models/multiply-adds.ts'
import { outputShape } from '#models/shapes.ts'

/** Below this many multiply-adds a step, a second thread costs more in waking than it takes off. */
const smallStep = 2e7

/** Forward, and about twice as much backward. */
const passes = 3

/** Whether a training step of this batch is so small that one thread is the fastest. */
export function isSmallStep(model: Model, batch: number): boolean {
  let perExample = 0
  let shape = model.input
  for (const layer of model.layers) {
    perExample += multiplyAdds(layer, shape)
    shape = outputShape(layer, shape)
  }
  return passes * perExample * batch < smallStep
}
