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

/**
 * How the engine onnx keeps its books, on the CPU, at its highest over several steps. The weights are there five
 * times: as they were given, as the engine holds them, in the arrays that receive the next ones, in the copies that
 * the binding makes of the results, and in the running graph; optimizer state four times. Not all of that at one
 * moment, and gradients are used up as they come, so the counts are fitted: least squares over 30 settings (ResNet-18
 * to 152, sides 32 to 224, batches 4 to 512, the three optimizers; relative errors up to 7 % on these same settings).
 */
const onnxBooks = {
  libraryBytes: 66.6 * 2 ** 20,
  graphBytesPerTensor: 0.185 * 2 ** 20,
  weights: 4.58,
  states: 3.97,
  activations: 1.18,
  /** Tensors as large as the widest layer's output, for the whole batch. */
  widest: 3.32,
} as const

/** What the engine onnx is expected to hold on the CPU beyond `predictMemory`. */
export function onnxWorkspace(model: Model, optimizer: OptimizerKind, batch: number): Workspace {
  const { rows, totals } = describe(model)
  const trained = parametersOf(model).filter(({ isBuffer }) => !isBuffer).length
  const weights = 4 * totals.parameters
  const widest = 4 * batch * Math.max(...rows.map(({ outputShape }) => sizeOf(outputShape)))
  return {
    library: onnxBooks.libraryBytes,
    graph: onnxBooks.graphBytesPerTensor * trained,
    // Of the copies, one is the weights themselves and one stands for the gradients.
    weightCopies: (onnxBooks.weights - 2) * weights,
    stateCopies: (onnxBooks.states - 1) * statesPerParameter[optimizer] * weights,
    intermediates: (onnxBooks.activations - 1) * batch * totals.keptBytes + onnxBooks.widest * widest,
  }
}

export const workspaceTotal = (workspace: Workspace): number =>
  workspace.library +
  workspace.graph +
  workspace.weightCopies +
  workspace.stateCopies +
  workspace.intermediates

/** Growth of a trainer's resident set from the open engine to its highest, with the engine onnx on the CPU. */
export const predictedHostGrowth = (model: Model, optimizer: OptimizerKind, batch: number): number =>
  predictedTotal(predictMemory(model, optimizer, batch)) +
  workspaceTotal(onnxWorkspace(model, optimizer, batch))
