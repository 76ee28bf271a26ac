import { meanSquaredError, softmaxCrossEntropy } from '#numeric/losses.ts'
import { checkLength, type Values } from '#numeric/windows.ts'
import { ModelError, type Loss, type Model } from './model.ts'
import { parametersOf } from './parameters.ts'
import { passThrough, type LayerPass } from './reference-layers.ts'
import { sizeOf } from './shapes.ts'

/** Values by parameter name in any precision; computed with in float64. */
export type ReferenceWeights = Readonly<Record<string, Values>>

export interface ReferenceOptions {
  /** Training: batch statistics, dropout on. Evaluation: running statistics, dropout off. */
  readonly isTraining: boolean
  /** By layer name: 1 where a value is kept, 0 where it is dropped, for [batch, ...shape] of the layer's input. */
  readonly dropoutMasks?: Readonly<Record<string, ArrayLike<number>>>
}

export interface ReferenceResult {
  /** Mean over the batch. */
  readonly loss: number
  /** [batch, outputs], before the softmax. */
  readonly outputs: Float64Array
  /** Of trained parameters only, by name, in the parameter's layout. */
  readonly gradients: Readonly<Record<string, Float64Array>>
  /** Running statistics after the pass; unchanged in evaluation. */
  readonly buffers: Readonly<Record<string, Float64Array>>
}

/**
 * One forward and backward pass in float64, in plain loops: the truth that engines are tested against. `inputs`
 * is [batch, ...model.input]; the batch is the number of them. `targets` are class numbers [batch] for
 * softmaxCrossEntropy, [batch, outputs] for meanSquaredError. Throws ModelError where a parameter or a mask is
 * missing, RangeError where a length does not fit.
 */
export function forwardBackward(
  model: Model,
  loss: Loss,
  weights: ReferenceWeights,
  inputs: Values,
  targets: ArrayLike<number>,
  options: ReferenceOptions,
): ReferenceResult {
  const { pass, buffers, value, gradient } = forward(model, loss, weights, inputs, targets, options)
  const gradients: Record<string, Float64Array> = {}
  pass.backward(gradient, (name, values) => {
    gradients[name] = values
  })
  return { loss: value, outputs: pass.output.data, gradients, buffers }
}

/** The loss alone, as `forwardBackward` gives it, without a backward pass: for difference quotients. */
export function referenceLoss(...inputs: Parameters<typeof forwardBackward>): number {
  return forward(...inputs).value
}

interface Forward {
  readonly pass: LayerPass
  readonly buffers: Readonly<Record<string, Float64Array>>
  readonly value: number
  readonly gradient: Float64Array
}

function forward(
  model: Model,
  loss: Loss,
  weights: ReferenceWeights,
  inputs: Values,
  targets: ArrayLike<number>,
  options: ReferenceOptions,
): Forward {
  const count = Math.floor(inputs.length / sizeOf(model.input))
  checkLength('inputs', inputs, count * sizeOf(model.input))
  const declarations = parametersOf(model)
  for (const { name, shape } of declarations)
    checkLength(`parameter "${name}"`, found(weights, name), sizeOf(shape))
  const buffers: Record<string, Float64Array> = Object.fromEntries(
    declarations
      .filter(({ isBuffer }) => isBuffer)
      .map(({ name }) => [name, Float64Array.from(found(weights, name))]),
  )
  const pass = passThrough(
    model.layers,
    { data: Float64Array.from(inputs), count, shape: model.input },
    {
      isTraining: options.isTraining,
      weight: (name) => found(weights, name),
      mask: (name) => found(options.dropoutMasks ?? {}, name),
      setBuffer: (name, values) => {
        buffers[name] = values
      },
    },
  )
  const { loss: value, gradient } = lossOf(loss, pass.output.data, targets, count)
  return { pass, buffers, value, gradient }
}

function lossOf(
  loss: Loss,
  outputs: Float64Array,
  targets: ArrayLike<number>,
  count: number,
): ReturnType<typeof meanSquaredError> {
  if (loss === 'meanSquaredError') return meanSquaredError(outputs, targets)
  checkLength('labels', targets, count)
  return softmaxCrossEntropy(outputs, targets)
}

function found<T>(values: Readonly<Record<string, T>>, name: string): T {
  const value = values[name]
  if (value === undefined)
    throw new ModelError(`Nothing is given for "${name}"; give every parameter and every dropout mask.`)
  return value
}
