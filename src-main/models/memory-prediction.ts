import { describe } from './describe.ts'
import type { Model } from './model.ts'
import { parametersOf } from './parameters.ts'
import type { UpdateRule } from './reference-optimizer.ts'
import { sizeOf } from './shapes.ts'

export type OptimizerKind = UpdateRule['kind']

/** Bytes that float32 training must hold, by what they are for; see `predictMemory`. */
export interface PredictedMemory {
  readonly weights: number
  /** Running statistics of batch normalisation and PyTorch's 8-byte counter of each of its layers. */
  readonly buffers: number
  readonly gradients: number
  readonly optimizerState: number
  /** Kept from the forward pass for the backward pass, for the whole batch, and the batch itself. */
  readonly activations: number
}

const float32Bytes = 4
const counterBytes = 8
/** Adam's step counter, which PyTorch keeps for each parameter tensor. */
const stepBytes = 4

/** Numbers of optimizer state for each trained parameter. */
export const statesPerParameter: Readonly<Record<OptimizerKind, number>> = { sgd: 0, momentum: 1, adam: 2 }

/**
 * What PyTorch holds in float32 training at the end of the forward pass: parameters P, as many gradients, optimizer
 * state (0, 1 or 2 numbers for each parameter, and for Adam a 4-byte step counter for each tensor), buffers, and
 * the activations of kept-for-backward.ts for each image with the image itself.
 */
export function predictMemory(model: Model, optimizer: OptimizerKind, batch: number): PredictedMemory {
  const { totals } = describe(model)
  const declarations = parametersOf(model)
  const trained = declarations.filter(({ isTrained }) => isTrained)
  const normalizations = declarations.filter(({ name }) => name.endsWith('.running_mean')).length
  const trainedBytes = float32Bytes * trained.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return {
    weights: float32Bytes * totals.parameters,
    buffers: float32Bytes * totals.buffers + counterBytes * normalizations,
    gradients: trainedBytes,
    optimizerState:
      statesPerParameter[optimizer] * trainedBytes + (optimizer === 'adam' ? stepBytes * trained.length : 0),
    activations: batch * (totals.keptBytes + totals.inputBytes),
  }
}

/** All of it together, in bytes. */
export const predictedTotal = (memory: PredictedMemory): number =>
  memory.weights + memory.buffers + memory.gradients + memory.optimizerState + memory.activations
