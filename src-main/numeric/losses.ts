import { checkLength, type Values } from './windows.ts'

export interface LossAndGradient {
  /** Mean over the batch. */
  readonly loss: number
  /** Gradient of that mean on the outputs, of their length. */
  readonly gradient: Float64Array
}

/**
 * Minus the log of the softmax at each row's label, averaged over the rows: logits [rows, classes], labels [rows].
 * Each row's maximum is taken off first, so that large logits do not overflow. Throws RangeError for a label
 * outside the classes.
 */
export function softmaxCrossEntropy(logits: Values, labels: ArrayLike<number>): LossAndGradient {
  const rows = labels.length
  const classes = logits.length / rows
  checkLength('logits', logits, rows * Math.floor(classes))
  const gradient = new Float64Array(logits.length)
  let loss = 0
  for (let row = 0; row < rows; row++) {
    const label = labels[row] ?? -1
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(`A label must be a whole number from 0 to ${classes - 1}, not ${label}.`)
    const scores = Float64Array.from(logits.subarray(row * classes, (row + 1) * classes))
    const largest = scores.reduce((most, score) => Math.max(most, score), -Infinity)
    const total = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0)
    loss += (Math.log(total) - (scores[label] ?? NaN) + largest) / rows
    scores.forEach((score, c) => {
      gradient[row * classes + c] = (Math.exp(score - largest) / total - (c === label ? 1 : 0)) / rows
    })
  }
  return { loss, gradient }
}

/** The squared error averaged over rows and outputs alike, without a factor 1/2: both [rows, outputs]. */
export function meanSquaredError(outputs: Values, targets: ArrayLike<number>): LossAndGradient {
  checkLength('targets', targets, outputs.length)
  const errors = Float64Array.from(outputs, (value, i) => value - (targets[i] ?? NaN))
  const count = outputs.length
  return {
    loss: errors.reduce((sum, error) => sum + error * error, 0) / count,
    gradient: errors.map((error) => (2 * error) / count),
  }
}
