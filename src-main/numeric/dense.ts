import { checkLength, type Values } from './windows.ts'

/** Sizes of a dense layer: x [rows, inputs], weight [outputs, inputs], y [rows, outputs]. */
export interface DenseSizes {
  readonly rows: number
  readonly inputs: number
  readonly outputs: number
}

/** y = x W^T + b; bias [outputs] or null. */
export function dense(
  input: Values,
  weight: Values,
  bias: Values | null,
  { rows, inputs, outputs }: DenseSizes,
): Float64Array {
  checkLength('input of a dense layer', input, rows * inputs)
  checkLength('weight of a dense layer', weight, outputs * inputs)
  if (bias) checkLength('bias of a dense layer', bias, outputs)
  return Float64Array.from({ length: rows * outputs }, (_, index) => {
    const row = Math.floor(index / outputs)
    const output = index % outputs
    let sum = bias ? (bias[output] ?? NaN) : 0
    for (let k = 0; k < inputs; k++)
      sum += (input[row * inputs + k] ?? NaN) * (weight[output * inputs + k] ?? NaN)
    return sum
  })
}

export interface DenseGradients {
  readonly input: Float64Array
  readonly weight: Float64Array
  readonly bias: Float64Array
}

/** dx = dy W, dW = dy^T x, db = column sums of dy; `upstream` is dy [rows, outputs]. */
export function denseGradients(
  upstream: Values,
  input: Values,
  weight: Values,
  { rows, inputs, outputs }: DenseSizes,
): DenseGradients {
  checkLength('gradient on a dense layer', upstream, rows * outputs)
  const gradients = {
    input: new Float64Array(rows * inputs),
    weight: new Float64Array(outputs * inputs),
    bias: new Float64Array(outputs),
  }
  for (let row = 0; row < rows; row++)
    for (let output = 0; output < outputs; output++) {
      const above = upstream[row * outputs + output] ?? NaN
      gradients.bias[output] = (gradients.bias[output] ?? NaN) + above
      for (let k = 0; k < inputs; k++) {
        const inputAt = row * inputs + k
        const weightAt = output * inputs + k
        gradients.input[inputAt] = (gradients.input[inputAt] ?? NaN) + above * (weight[weightAt] ?? NaN)
        gradients.weight[weightAt] = (gradients.weight[weightAt] ?? NaN) + above * (input[inputAt] ?? NaN)
      }
    }
  return gradients
}
