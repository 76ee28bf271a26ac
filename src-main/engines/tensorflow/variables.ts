import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { ParameterDeclaration, Weights } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import { EngineFailure } from '../engine.ts'
import { filterToPytorch, filterToTensorflow } from './layers/layout.ts'
import type { RawOps } from './raw-ops.ts'

/**
 * Parameters, buffers and optimizer state of a session as tensors that outlive the steps. Filters lie as
 * TensorFlow wants them; what goes in and out is in the layout of every engine.
 */
export class Variables {
  private readonly values = new Map<string, Tensor>()
  private readonly states = new Map<string, readonly Tensor[]>()
  private readonly toTensorflow: (x: Tensor) => Tensor
  private readonly toPytorch: (x: Tensor) => Tensor

  constructor(
    private readonly ops: RawOps,
    readonly declarations: readonly ParameterDeclaration[],
    private readonly stateCount: number,
  ) {
    this.toTensorflow = filterToTensorflow(ops)
    this.toPytorch = filterToPytorch(ops)
  }

  /** The present value of a parameter or buffer. */
  value(name: string): Tensor {
    const tensor = this.values.get(name)
    if (!tensor) throw new EngineFailure(`The model has no parameter "${name}".`)
    return tensor
  }

  /** Optimizer state of a parameter, zeros before its first step. */
  state(name: string): readonly Tensor[] {
    const known = this.states.get(name)
    if (known) return known
    const { shape } = this.value(name)
    const made = Array.from({ length: this.stateCount }, () => this.ops.tf.keep(this.ops.tf.zeros(shape)))
    this.states.set(name, made)
    return made
  }

  /** Replaces a value; the old one is freed. */
  setValue(name: string, value: Tensor): void {
    this.values.get(name)?.dispose()
    this.values.set(name, this.ops.tf.keep(value))
  }

  setState(name: string, state: readonly Tensor[]): void {
    for (const old of this.states.get(name) ?? []) old.dispose()
    for (const tensor of state) this.ops.tf.keep(tensor)
    this.states.set(name, state)
  }

  /** Copies weights in and starts the optimizer over. Throws EngineFailure naming a missing or misfit parameter. */
  write(weights: Weights): void {
    for (const { name, shape } of this.declarations) {
      const length = weights[name]?.length
      if (length !== sizeOf(shape))
        throw new EngineFailure(
          `The weights have ${length ?? 'no'} values for "${name}", and the model needs ${sizeOf(shape)}; use weights of the same model.`,
        )
    }
    const { tf } = this.ops
    for (const { name, shape } of this.declarations)
      tf.tidy(() => {
        // A copy: the library may read the array it was given at any later time.
        const tensor = tf.tensor(Float32Array.from(weights[name] ?? []), [...shape], 'float32')
        this.setValue(name, shape.length === 4 ? this.toTensorflow(tensor) : tensor)
      })
    this.clearStates()
  }

  /** A copy of all parameters and buffers. */
  read(): Weights {
    return this.readAs((name) => this.value(name), this.declarations)
  }

  /** Copies tensors that are shaped like the parameters (gradients) out of TensorFlow's layout. */
  readAs(find: (name: string) => Tensor, declarations: readonly ParameterDeclaration[]): Weights {
    const { tf } = this.ops
    const entries = declarations.map(({ name, shape }): [string, Float32Array] => {
      const values = tf.tidy(() => {
        const tensor = find(name)
        return (shape.length === 4 ? this.toPytorch(tensor) : tensor).dataSync<'float32'>()
      })
      return [name, Float32Array.from(values)]
    })
    return Object.fromEntries(entries)
  }

  /** Bytes of values, of one gradient for each trained parameter, and of optimizer state. */
  heldBytes(): number {
    const bytes = this.declarations.map(
      ({ shape, isTrained }) => 4 * sizeOf(shape) * (isTrained ? 2 + this.stateCount : 1),
    )
    return bytes.reduce((sum, part) => sum + part, 0)
  }

  dispose(): void {
    for (const tensor of this.values.values()) tensor.dispose()
    this.values.clear()
    this.clearStates()
  }

  private clearStates(): void {
    for (const state of this.states.values()) for (const tensor of state) tensor.dispose()
    this.states.clear()
  }
}
