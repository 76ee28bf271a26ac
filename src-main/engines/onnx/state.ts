import { EngineFailure } from '#engines/engine.ts'
import type { Weights } from '#models/model.ts'
import { stateName } from './programs.ts'
import type { StoredTensor } from './storage.ts'

/** The parameters, buffers and optimizer state of a session, as the arrays its graphs are fed with. */
export class SessionState {
  /** By input name. */
  readonly arrays = new Map<string, Float32Array>()
  /** Shapes of the same. */
  readonly shapes = new Map<string, readonly number[]>()
  private readonly stored: readonly StoredTensor[]
  private readonly stateNames: readonly string[]

  constructor(stored: readonly StoredTensor[], stateNames: readonly string[], weights: Weights) {
    this.stored = stored
    this.stateNames = stateNames
    for (const tensor of stored)
      for (const name of [tensor.name, ...stateNames.map((state) => stateName(state, tensor))])
        this.shapes.set(name, tensor.shape)
    this.write(weights)
  }

  /** Copies weights in and starts the optimizer's state over; throws EngineFailure for a missing or misfit one. */
  write(weights: Weights): void {
    for (const tensor of this.stored) {
      const values = new Float32Array(tensor.size)
      for (const { name, offset, size } of tensor.members) {
        const given = weights[name]
        if (given?.length !== size)
          throw new EngineFailure(
            `Parameter "${name}" needs ${size} values but ${given ? `${given.length} are` : 'none is'} given; give weights of this model.`,
          )
        values.set(given, offset)
      }
      this.arrays.set(tensor.name, values)
      if (tensor.role === 'trained')
        for (const state of this.stateNames)
          this.arrays.set(stateName(state, tensor), new Float32Array(tensor.size))
    }
  }

  /** Copies of all parameters and buffers by name, in no order that matters. */
  read(): Weights {
    const weights: Record<string, Float32Array> = {}
    for (const tensor of this.stored) {
      const values = this.arrays.get(tensor.name)
      if (!values) continue
      for (const { name, offset, size } of tensor.members) weights[name] = values.slice(offset, offset + size)
    }
    return weights
  }

  /** Multiplies the optimizer's state by `factor`. */
  scaleOptimizerState(factor: number): void {
    for (const tensor of this.stored)
      for (const state of this.stateNames) {
        const values = this.arrays.get(stateName(state, tensor))
        if (values) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * factor
      }
  }

  /** Bytes of parameters, buffers and optimizer state, and of one gradient for each trained parameter. */
  heldBytes(): number {
    let bytes = 0
    for (const values of this.arrays.values()) bytes += values.byteLength
    for (const tensor of this.stored) if (tensor.role === 'trained') bytes += 4 * tensor.size
    return bytes
  }
}
