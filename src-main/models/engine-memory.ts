import { describe } from '#models/describe.ts'
import {
  predictMemory,
  predictedTotal,
  statesPerParameter,
  type OptimizerKind,
} from '#models/memory-prediction.ts'
import type { Model } from '#models/model.ts'
import { parametersOf } from '#models/parameters.ts'
import { sizeOf } from '#models/shapes.ts'

/** What an engine holds in host memory beyond what training must hold, in bytes; see `onnxWorkspace`. */
export interface Workspace {
  /** Code, thread pools and the heap of the program. */
  readonly library: number
  /** The compiled graph. */
  readonly graph: number
  readonly weightCopies: number
  readonly stateCopies: number
  /** Results on the way of the backward pass, and gaps of the allocator. */
  readonly intermediates: number
}

/** Resident set of a trainer that has opened the engine onnx and done nothing else (77 to 80 MiB in all readings). */
export const openedEngineBytes = 78 * 2 ** 20

/** Coefficients of the engine's memory. */
export interface Books {
  /** Bytes. */
  readonly library: number
  /** Bytes for each parameter tensor. */
  readonly graph: number
  /** Copies of the weights, the gradients among them; of the optimizer state; of the activations. */
  readonly weights: number
  readonly states: number
  readonly activations: number
  /** Tensors as large as the widest layer's output, for the whole batch. */
  readonly widest: number
}

/**
 * How the engine onnx keeps its books, on the CPU, at its highest over several steps. The weights are there five
 * times: as they were given, as the engine holds them, in the arrays that receive the next ones, in the copies that
 * the binding makes of the results, and in the running graph; optimizer state four times. Not all of that at one
 * moment, gradients are used up as they come, and arrays wait to be collected, so the counts are fitted: library,
 * weights and states by least squares of relative errors over `fittedReadings`, the others before, over readings of
 * batches of 4 to 512. How wrong the fit is on other readings: `heldOutErrors`.
 */
export const onnxBooks: Books = {
  library: 110.2 * 2 ** 20,
  graph: 0.185 * 2 ** 20,
  weights: 4.554,
  states: 4.198,
  activations: 1.18,
  widest: 3.32,
}

/** What the engine onnx is expected to hold on the CPU beyond `predictMemory`. */
export function onnxWorkspace(
  model: Model,
  optimizer: OptimizerKind,
  batch: number,
  books: Books = onnxBooks,
): Workspace {
  const { rows, totals } = describe(model)
  const tensors = parametersOf(model).filter(({ isBuffer }) => !isBuffer).length
  const weights = 4 * totals.parameters
  const widest = 4 * batch * Math.max(...rows.map(({ outputShape }) => sizeOf(outputShape)))
  return {
    library: books.library,
    graph: books.graph * tensors,
    // Of the copies, one is the weights themselves and one stands for the gradients.
    weightCopies: (books.weights - 2) * weights,
    stateCopies: (books.states - 1) * statesPerParameter[optimizer] * weights,
    intermediates: (books.activations - 1) * batch * totals.keptBytes + books.widest * widest,
  }
}

export const workspaceTotal = (workspace: Workspace): number =>
  workspace.library +
  workspace.graph +
  workspace.weightCopies +
  workspace.stateCopies +
  workspace.intermediates

/** Growth of a trainer's resident set from the open engine to its highest, with the engine onnx on the CPU. */
export const predictedHostGrowth = (
  model: Model,
  optimizer: OptimizerKind,
  batch: number,
  books: Books = onnxBooks,
): number =>
  predictedTotal(predictMemory(model, optimizer, batch)) +
  workspaceTotal(onnxWorkspace(model, optimizer, batch, books))
