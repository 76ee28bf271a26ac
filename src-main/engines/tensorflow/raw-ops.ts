import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TFEOpAttr } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding'
import type { LoadedTensorflow } from './load.ts'

/** Attributes of an operation by name; the float type attribute T is added unless `untyped`. */
export interface Attributes {
  readonly ints?: Readonly<Record<string, number | readonly number[]>>
  readonly strings?: Readonly<Record<string, string>>
  readonly booleans?: Readonly<Record<string, boolean>>
  readonly floats?: Readonly<Record<string, number>>
  readonly types?: Readonly<Record<string, 'float32' | 'int32'>>
}

/** An operation whose attributes are already in the addon's form. */
export type RawOp = (...inputs: Tensor[]) => Tensor

/**
 * TensorFlow's own operations by name (https://www.tensorflow.org/api_docs/python/tf/raw_ops), below the kernels
 * of TensorFlow.js: these include the fused forward and backward forms that TensorFlow.js composes of many.
 */
export class RawOps {
  private readonly constants = new Map<string, Tensor>()
  readonly tf: LoadedTensorflow['tf']
  private readonly backend: LoadedTensorflow['backend']

  constructor({ tf, backend }: LoadedTensorflow) {
    this.tf = tf
    this.backend = backend
  }

  /** An operation with one output. */
  define(name: string, attributes: Attributes = {}): RawOp {
    const attrs = this.attrs(attributes)
    return (...inputs) => this.backend.executeSingleOutput(name, attrs, inputs)
  }

  /** An operation with several outputs. */
  defineMany(name: string, outputs: number, attributes: Attributes = {}): (...inputs: Tensor[]) => Tensor[] {
    const attrs = this.attrs(attributes)
    return (...inputs) => this.backend.executeMultipleOutputs(name, attrs, inputs, outputs)
  }

  /** A whole-number tensor (shapes, axes, paddings), made once and kept. */
  ints(values: readonly number[], shape: number[] = [values.length]): Tensor {
    return this.constant(`int32 ${shape.join('x')}: ${values.join(' ')}`, () =>
      this.tf.tensor(Int32Array.from(values), shape, 'int32'),
    )
  }

  /** A float32 scalar, made once and kept; for numbers that stay the same from step to step. */
  scalar(value: number): Tensor {
    return this.constant(`float32 ${value}`, () => this.tf.scalar(value, 'float32'))
  }

  /** Live tensors as the native library counts them. */
  count(): number {
    return this.backend.binding.getNumOfTensors()
  }

  dispose(): void {
    for (const tensor of this.constants.values()) tensor.dispose()
    this.constants.clear()
  }

  private constant(key: string, make: () => Tensor): Tensor {
    const made = this.constants.get(key)
    if (made) return made
    const tensor = this.tf.keep(make())
    this.constants.set(key, tensor)
    return tensor
  }

  private attrs(attributes: Attributes): TFEOpAttr[] {
    const { binding } = this.backend
    const list = (values: object | undefined, type: number): TFEOpAttr[] =>
      Object.entries(values ?? {}).map(([name, value]) => ({
        name,
        type,
        value: value as TFEOpAttr['value'],
      }))
    const types = Object.entries({ T: 'float32', ...attributes.types }).map(([name, dtype]) => ({
      name,
      type: binding.TF_ATTR_TYPE,
      value: dtype === 'float32' ? binding.TF_FLOAT : binding.TF_INT32,
    }))
    return [
      ...types,
      ...list(attributes.ints, binding.TF_ATTR_INT),
      ...list(attributes.strings, binding.TF_ATTR_STRING),
      ...list(attributes.booleans, binding.TF_ATTR_BOOL),
      ...list(attributes.floats, binding.TF_ATTR_FLOAT),
    ]
  }
}
