import type { Loss, Model } from '#models/model.ts'
import type { GraphBuilder, Value } from './graph-builder.ts'
import type { Gradient, LayerContext } from './layers/layer.ts'
import type { Lowering } from './layers/lowering.ts'
import { writeSequence } from './layers/sequence.ts'
import { writeLoss } from './losses.ts'

/** Dropout's mask as the session must draw it: [batch, ...] of a layer, in the order of the layers. */
export interface MaskDeclaration {
  readonly input: string
  readonly rate: number
  /** With the batch. */
  readonly shape: readonly number[]
}

/** Forward and backward of one batch, before any update. */
export interface WrittenStep {
  readonly total: Value
  readonly gradients: ReadonlyMap<string, Gradient>
  /** Statistics of this batch by the buffer they belong to. */
  readonly statistics: ReadonlyMap<string, Statistics>
}

export interface Statistics {
  readonly batch: Value
  readonly momentum: number
  /** Of `batch`, before it is taken in. */
  readonly factor: number
}

export interface StepInputs {
  readonly parameters: ReadonlyMap<string, Value>
  /** [batch, ...model.input] */
  readonly examples: Value
  readonly targets: Value
  /** Scalar on every gradient. */
  readonly scale: Value
  /** Makes the mask of one dropout layer. */
  readonly mask: (rate: number, shape: readonly number[]) => Value
}

/** Finds a parameter by name; a layer that asks for one its model does not declare is a mistake in this program. */
export function parameterFinder(parameters: ReadonlyMap<string, Value>): (name: string) => Value {
  return (name) => {
    const value = parameters.get(name)
    if (!value) throw new TypeError(`The graph has no parameter "${name}".`)
    return value
  }
}

/** Writes forward, loss and backward of a training step. */
export function writeStep(
  graph: GraphBuilder,
  lowering: Lowering,
  model: Model,
  loss: Loss,
  inputs: StepInputs,
): WrittenStep {
  const gradients = new Map<string, Gradient>()
  const statistics = new Map<string, Statistics>()
  const context: LayerContext = {
    graph,
    lowering,
    isTraining: true,
    parameter: parameterFinder(inputs.parameters),
    addGradient: (name, gradient) => void gradients.set(name, gradient),
    updateBuffer: (name, batch, momentum, factor = 1) =>
      void statistics.set(name, { batch, momentum, factor }),
    mask: (rate, shape) => (rate > 0 ? inputs.mask(rate, shape) : null),
  }
  const traced = writeSequence(context, model.layers, inputs.examples)
  const { total, gradient } = writeLoss(graph, lowering, loss, traced.output, inputs.targets, inputs.scale)
  traced.backward(gradient, false)
  return { total, gradients, statistics }
}

/** Outputs of the model in evaluation: dropout off, running statistics. */
export function writeEvaluation(
  graph: GraphBuilder,
  lowering: Lowering,
  model: Model,
  parameters: ReadonlyMap<string, Value>,
  examples: Value,
): Value {
  const nothing = (): never => {
    throw new TypeError('Evaluation has no backward pass.')
  }
  const context: LayerContext = {
    graph,
    lowering,
    isTraining: false,
    parameter: parameterFinder(parameters),
    addGradient: nothing,
    updateBuffer: nothing,
    mask: () => null,
  }
  return writeSequence(context, model.layers, examples).output
}
