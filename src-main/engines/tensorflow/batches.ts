import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Model } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import { EngineFailure, type ExampleSet } from '../engine.ts'
import { toChannelsLast } from './layers/layout.ts'
import type { RawOps } from './raw-ops.ts'

/** Rows of an example set as tensors: inputs in TensorFlow's layout, and class numbers or targets. */
export interface Batch {
  readonly inputs: Tensor
  readonly targets: Tensor
}

/** Copies `width` values of each named row one after another into a new array: TensorFlow keeps what it is given. */
function gather<A extends Float32Array | Int32Array>(
  source: A,
  target: A,
  rows: Int32Array,
  width: number,
): A {
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] ?? 0) * width
    target.set(source.subarray(from, from + width), i * width)
  }
  return target
}

/** Makes batches for a model. Call what it returns inside a tidy. */
export function batchesOf(
  ops: RawOps,
  model: Model,
  outputCount: number,
): (examples: ExampleSet, rows: Int32Array) => Batch {
  const width = sizeOf(model.input)
  const toLast = toChannelsLast(ops)
  const isImage = model.input.length === 3
  return (examples, rows) => {
    if (rows.some((row) => row < 0 || row >= examples.count))
      throw new EngineFailure(`A batch names an example outside 0 to ${examples.count - 1}.`)
    const values = gather(examples.inputs, new Float32Array(rows.length * width), rows, width)
    const given = ops.tf.tensor(values, [rows.length, ...model.input], 'float32')
    const inputs = isImage ? toLast(given) : given
    if (inputs !== given) given.dispose()
    const { targets } = examples
    if (targets instanceof Int32Array) {
      const labels = gather(targets, new Int32Array(rows.length), rows, 1)
      return { inputs, targets: ops.tf.tensor(labels, [rows.length], 'int32') }
    }
    const wanted = gather(targets, new Float32Array(rows.length * outputCount), rows, outputCount)
    return { inputs, targets: ops.tf.tensor(wanted, [rows.length, outputCount], 'float32') }
  }
}
