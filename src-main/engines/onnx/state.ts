import { EngineFailure, type ExampleSet } from '#engines/engine.ts'
import type { Weights } from '#models/model.ts'
import type { Random } from '#numeric/random.ts'
import type { Feeds } from './feeds.ts'
import type { Program } from './programs.ts'
import type { RuntimeSession } from './runtime.ts'
import { stateName, type StoredTensor } from './storage.ts'

export interface OpenProgram {
  readonly program: Program
  readonly session: RuntimeSession
}

/** Training steps to be done one after another. */
export interface Steps {
  readonly count: number
  readonly batch: number
  /** Example numbers [count, batch]. */
  readonly order: Int32Array
  /** On every gradient. */
  readonly scale: number
  /** Adam's factors [count, 2]; null for every other optimizer. */
  readonly factors: Float32Array | null
  /** Draws the dropout masks. */
  readonly random: Random
}

/** The parameters, buffers and optimizer state of a session, wherever they are, and the steps that change them. */
export interface SessionState {
  /** Most steps of one `train`. */
  readonly mostSteps: number
  /** Every stored tensor and optimizer state, as inputs of a graph. */
  feeds(): Feeds
  /** Examples as inputs of a graph with a batch of the examples that `order` names. */
  exampleFeeds(examples: ExampleSet, order: Int32Array): Promise<Feeds>
  /** Does the steps, and returns the total of each step's loss. */
  train(training: OpenProgram, examples: ExampleSet, steps: Steps): Promise<Float32Array>
  /** Copies of all parameters and buffers by name, in no order that matters. */
  read(): Promise<Weights>
  /** Copies weights in and starts the optimizer's state over; throws EngineFailure for a missing or misfit one. */
  write(weights: Weights): Promise<void>
  /** Multiplies the optimizer's state by `factor`. */
  scaleOptimizerState(factor: number): Promise<void>
  /** Bytes of parameters, buffers and optimizer state, and of one gradient for each trained parameter. */
  heldBytes(): number
  dispose(): void
}

/** A tensor that a session holds: its name as an input of the graphs, its shape, its first values. */
export interface InitialTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Every stored tensor with these weights in it, and the optimizer's state at zero. */
export function initialTensors(
  stored: readonly StoredTensor[],
  stateNames: readonly string[],
  weights: Weights,
): InitialTensor[] {
  return stored.flatMap((tensor) => {
    const { name, role, shape, size } = tensor
    const states = role === 'trained' ? stateNames.map((state) => stateName(state, tensor)) : []
    return [
      { name, shape, values: packedWeights(tensor, weights) },
      ...states.map((state) => ({ name: state, shape, values: new Float32Array(size) })),
    ]
  })
}

function packedWeights(tensor: StoredTensor, weights: Weights): Float32Array {
  const values = new Float32Array(tensor.size)
  for (const { name, offset, size } of tensor.members) {
    const given = weights[name]
    if (given?.length !== size)
      throw new EngineFailure(
        `Parameter "${name}" needs ${size} values but ${given ? `${given.length} are` : 'none is'} given; give weights of this model.`,
      )
    values.set(given, offset)
  }
  return values
}

/** Copies of the parameters in a stored tensor with these values, by name. */
export const unpackedWeights = ({ members }: StoredTensor, values: Float32Array): [string, Float32Array][] =>
  members.map(({ name, offset, size }) => [name, values.slice(offset, offset + size)])

/** Bytes of one gradient for each trained parameter. */
export const gradientBytes = (stored: readonly StoredTensor[]): number =>
  stored.reduce((bytes, { role, size }) => bytes + (role === 'trained' ? 4 * size : 0), 0)
