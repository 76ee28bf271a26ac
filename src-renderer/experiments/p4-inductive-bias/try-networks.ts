import type { Cell } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { networkModel, weightsFromFlat } from '#experiments/p4-inductive-bias/pure/networks.ts'
import { snapshotNames, type StoredArray } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import { layerOutputs, softmax, type LayerOutput } from '#models/layer-outputs.ts'
import type { Model, Weights } from '#models/model.ts'

/** What is needed of a run here: its arrays, by track and name. */
export interface SnapshotSource {
  latestSnapshot(track: string, name: string): (StoredArray & { readonly step: number }) | null
}

/** A trained network as the page holds it. */
export interface TriedNetwork {
  readonly model: Model
  readonly weights: Weights
}

/** The network of a cell with the weights it ended with (a snapshot `weights`). */
export function triedNetwork(cell: Cell, classes: number, weights: StoredArray): TriedNetwork {
  const model = networkModel(cell, classes)
  return { model, weights: weightsFromFlat(model, weights.data) }
}

/** The weights that the training of a cell ended with; null while it has not. */
export const finalWeights = (
  run: SnapshotSource | null,
  cell: Cell,
): ReturnType<SnapshotSource['latestSnapshot']> =>
  run?.latestSnapshot(cell.track, snapshotNames.weights) ?? null

export interface Answer {
  /** [classes] */
  readonly probabilities: Float64Array
  /** Of every layer. */
  readonly outputs: readonly LayerOutput[]
}

/** What a network says of one image [784], computed in float64. */
export function answerTo({ model, weights }: TriedNetwork, inputs: Float32Array): Answer {
  const outputs = layerOutputs(model, weights, inputs)
  return { outputs, probabilities: softmax(outputs.at(-1)?.data ?? []) }
}
