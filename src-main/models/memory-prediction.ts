import { backwardPeak, totalOf } from './backward-sweep.ts'
import { describe } from './describe.ts'
import type { Model } from './model.ts'
import { parametersOf } from './parameters.ts'
import type { UpdateRule } from './reference-optimizer.ts'
import { sizeOf } from './shapes.ts'

export type OptimizerKind = UpdateRule['kind']

/** Bytes of float32 training by what they are for; see `predictMemory` and `predictPeak`. */
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
 * Everything that float32 training holds at one time or another, as much of each kind as there ever is: parameters P, as
 * many gradients, optimizer state (0, 1 or 2 numbers for each parameter, and for Adam a 4-byte step counter for each
 * tensor), buffers, and the activations of kept-for-backward.ts for each image with the image itself. All gradients and
 * all activations never live together; `predictPeak` is what does.
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

/** What a training step of PyTorch holds at its highest moment, by what it is for. */
export interface PeakMemory extends PredictedMemory {
  /** Gradients of activations on their way back or, in the update, Adam's copy of the size of the parameters. */
  readonly temporary: number
  readonly moment: 'backward pass' | 'update'
}

/**
 * The highest moment of a step of PyTorch after the first: in the backward pass (see backward-sweep.ts), with weights,
 * buffers and optimizer state; or in the update, which holds all gradients, the batch and, with Adam on a GPU, a list of
 * intermediate results as large as the parameters (`foreach`, the default there).
 */
export function predictPeak(model: Model, optimizer: OptimizerKind, batch: number): PeakMemory {
  const all = predictMemory(model, optimizer, batch)
  const { passing, ...backward } = backwardPeak(model, batch)
  const update = {
    activations: batch * describe(model).totals.inputBytes,
    gradients: all.gradients,
    temporary: optimizer === 'adam' ? all.gradients : 0,
  }
  return totalOf({ ...backward, passing }) >= totalOf({ ...update, passing: update.temporary })
    ? { ...all, ...backward, temporary: passing, moment: 'backward pass' }
    : { ...all, ...update, moment: 'update' }
}

/** All of it together, in bytes. */
export const predictedTotal = (memory: PredictedMemory & { readonly temporary?: number | null }): number =>
  memory.weights +
  memory.buffers +
  memory.gradients +
  memory.optimizerState +
  memory.activations +
  (memory.temporary ?? 0)
