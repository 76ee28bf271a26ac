import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Loss } from '#models/model.ts'
import type { RawOps } from './raw-ops.ts'

/** The mean loss of a batch (a scalar) and its gradient by the network's outputs [rows, outputs]. */
export interface LossValue {
  readonly loss: Tensor
  readonly gradient: Tensor
}
export type LossFunction = (outputs: Tensor, targets: Tensor, rows: number) => LossValue

/** The loss as operations: fused for softmax cross-entropy, composed for mean squared error. */
export function compileLoss(ops: RawOps, loss: Loss, outputCount: number): LossFunction {
  const mean = ops.define('Mean', { types: { Tidx: 'int32' }, booleans: { keep_dims: false } })
  const multiply = ops.define('Mul')
  if (loss === 'softmaxCrossEntropy') {
    const entropy = ops.defineMany('SparseSoftmaxCrossEntropyWithLogits', 2, { types: { Tlabels: 'int32' } })
    return (outputs, labels, rows) => {
      const [losses, byLogits] = entropy(outputs, labels) as [Tensor, Tensor] // [rows], [rows, outputs]
      const value = {
        loss: mean(losses, ops.ints([0])),
        gradient: multiply(byLogits, ops.scalar(1 / rows)),
      }
      for (const tensor of [losses, byLogits]) tensor.dispose()
      return value
    }
  }
  const subtract = ops.define('Sub')
  return (outputs, targets, rows) => {
    const error = subtract(outputs, targets)
    const squared = multiply(error, error)
    const value = {
      loss: mean(squared, ops.ints([0, 1])),
      gradient: multiply(error, ops.scalar(2 / (rows * outputCount))),
    }
    for (const tensor of [error, squared]) tensor.dispose()
    return value
  }
}
