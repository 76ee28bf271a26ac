import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { RawOps } from '../raw-ops.ts'

function permute(ops: RawOps, order: readonly number[]): (x: Tensor) => Tensor {
  const transpose = ops.define('Transpose', { types: { Tperm: 'int32' } })
  const axes = ops.ints(order)
  return (x) => transpose(x, axes)
}

/** [rows, channels, h, w] -> [rows, h, w, channels], a new tensor. */
export const toChannelsLast = (ops: RawOps) => permute(ops, [0, 2, 3, 1])

/** [rows, h, w, channels] -> [rows, channels, h, w], a new tensor. */
export const toChannelsFirst = (ops: RawOps) => permute(ops, [0, 3, 1, 2])

/** A filter as PyTorch keeps it [filters, channels, k, k] -> as TensorFlow does [k, k, channels, filters]. */
export const filterToTensorflow = (ops: RawOps) => permute(ops, [2, 3, 1, 0])

/** And back. */
export const filterToPytorch = (ops: RawOps) => permute(ops, [3, 2, 0, 1])
