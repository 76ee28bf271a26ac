import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Random } from '#numeric/random.ts'
import type { RawOps } from '../raw-ops.ts'

/** One way through the network. Images are [rows, height, width, channels]: TensorFlow's CPU kernels know no other. */
export interface Pass {
  readonly isTraining: boolean
  readonly rows: number
  readonly random: Random
  /** Filled by the backward pass: gradients by parameter name. */
  readonly gradients: Map<string, Tensor>
  /** Filled by the forward pass: new running statistics by buffer name. */
  readonly buffers: Map<string, Tensor>
}

export interface Forward {
  readonly y: Tensor
  /** What `backward` will read again, among `x` and `y`; the rest is freed as soon as it has been used. */
  readonly keeps: readonly Tensor[]
  /** The gradient of the input, or null where no parameter below needs one. Puts its parameters' gradients in the pass. */
  backward(dy: Tensor): Tensor | null
}

/** A compiled layer. `x` stays the caller's. */
export type Step = (x: Tensor, pass: Pass) => Forward

/** What the layers of one session share. */
export interface Building {
  readonly ops: RawOps
  /** The present value of a parameter or buffer, in TensorFlow's layout. */
  value(name: string): Tensor
}
