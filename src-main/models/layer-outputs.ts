import { checkLength, type Values } from '#numeric/windows.ts'
import { ModelError, type Model, type Shape } from './model.ts'
import { parametersOf } from './parameters.ts'
import { passThrough, type Batch } from './reference-layers.ts'
import type { ReferenceWeights } from './reference-network.ts'
import { sizeOf } from './shapes.ts'

/** What one layer hands to the next: [count, ...shape]. */
export interface LayerOutput {
  readonly name: string
  readonly shape: Shape
  readonly data: Float64Array
}

/**
 * The outputs of every layer for `inputs` [count, ...model.input], first to last, in float64 and in evaluation:
 * running statistics, dropout off. The last are the network's outputs before the softmax. Throws ModelError where
 * a parameter is missing, RangeError where a length does not fit.
 */
export function layerOutputs(model: Model, weights: ReferenceWeights, inputs: Values): LayerOutput[] {
  const count = Math.floor(inputs.length / sizeOf(model.input))
  checkLength('inputs', inputs, count * sizeOf(model.input))
  for (const { name, shape } of parametersOf(model))
    checkLength(`parameter "${name}"`, weights[name] ?? missing(name), sizeOf(shape))
  let batch: Batch = { data: Float64Array.from(inputs), count, shape: model.input }
  return model.layers.map((layer) => {
    batch = passThrough([layer], batch, {
      isTraining: false,
      weight: (name) => weights[name] ?? missing(name),
      mask: missing,
      setBuffer: () => undefined,
    }).output
    return { name: layer.name, shape: batch.shape, data: batch.data }
  })
}

/** Softmax of one row of outputs, their maximum taken off first so that large ones do not overflow. */
export function softmax(outputs: ArrayLike<number>): Float64Array {
  const scores = Float64Array.from(outputs)
  const largest = scores.reduce((most, score) => Math.max(most, score), -Infinity)
  const powers = scores.map((score) => Math.exp(score - largest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

function missing(name: string): never {
  throw new ModelError(`Nothing is given for "${name}"; give every parameter.`)
}
